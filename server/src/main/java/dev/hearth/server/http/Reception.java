package dev.hearth.server.http;

import dev.hearth.server.wire.Dialect;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;

/**
 * One request while its body arrives.
 *
 * @param started when its head was read, for the limit on the whole
 */
record Reception(HttpRequest head, Route route, BodyBuffer body, long started) {

  Request request() {
    return new Request(
        head.method().name(),
        path(head.uri()),
        header(head, HttpHeaderNames.CONTENT_TYPE),
        header(head, HttpHeaderNames.ACCEPT),
        body.view());
  }

  boolean asksForHeadOnly() {
    return head.method().equals(HttpMethod.HEAD);
  }

  BodyBuffer.Appended append(ByteBuf chunk) {
    return chunk.isReadable() ? body.append(chunk) : BodyBuffer.Appended.FITTED;
  }

  Dialect dialect() {
    return dialect(head, route);
  }

  static Dialect dialect(HttpRequest head, Route route) {
    return route.dialect().orElseGet(() -> Dialect.of(header(head, HttpHeaderNames.CONTENT_TYPE)));
  }

  private static Optional<String> header(HttpRequest head, CharSequence name) {
    return Optional.ofNullable(head.headers().get(name));
  }

  static String path(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }
}
