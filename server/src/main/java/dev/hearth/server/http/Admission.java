package dev.hearth.server.http;

import dev.hearth.server.http.Guard.Refusal;
import dev.hearth.server.wire.Status;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Optional;

/** Lets a request in by its head, before anything of its body is read. */
record Admission(Service service) {

  /**
   * Why it is turned away. Where nothing speaks against it, a place at the door is taken for one
   * that is work, to be given back when it is done.
   *
   * @param limit of its body, in bytes
   */
  Optional<Refusal> refusal(HttpRequest head, String path, Route route, long limit) {
    Optional<Refusal> guarded = service.guard().refusal(head, path);
    if (guarded.isPresent()) {
      return guarded;
    }
    if (HttpUtil.getContentLength(head, -1L) > limit) {
      return refusal(Status.TOO_LARGE, Limits.sentence(limit));
    }
    if (service.draining()) {
      return refusal(Status.UNAVAILABLE, "The server is stopping");
    }
    if (head.headers().contains(HttpHeaderNames.EXPECT) && !HttpUtil.is100ContinueExpected(head)) {
      return refusal(Status.EXPECTATION_FAILED, "Only 100-continue can be expected");
    }
    if (route.kind() == Route.Kind.STREAM && service.broadcast(route).full()) {
      return refusal(Status.UNAVAILABLE, "Too many are listening");
    }
    return route.kind() == Route.Kind.WORK && !service.door().enter()
        ? refusal(Status.OVERLOADED, "Too many requests are being answered")
        : Optional.empty();
  }

  private static Optional<Refusal> refusal(Status status, String sentence) {
    return Optional.of(new Refusal(status, sentence));
  }
}
