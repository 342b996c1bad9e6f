package dev.hearth.server.http;

import dev.hearth.inference.runtime.Ticket;
import dev.hearth.server.wire.Dialect;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.FullHttpResponse;
import java.util.function.Consumer;

/** One request on its way to its answer. */
final class Exchange {
  private final Route route;
  private final Request request;
  private final Dialect dialect;
  private final Ticket ticket;
  private final long started = System.nanoTime();

  Exchange(Route route, Request request, Dialect dialect, Ticket ticket) {
    this.route = route;
    this.request = request;
    this.dialect = dialect;
    this.ticket = ticket;
  }

  /** Answers on this thread. */
  FullHttpResponse answer(ByteBufAllocator allocator) {
    return Responses.of(answer(), dialect, allocator);
  }

  private Answer answer() {
    try {
      return route.endpoint().answer(request, ticket);
    } catch (RuntimeException | Error e) {
      return Failures.answer(e, dialect);
    }
  }

  /**
   * Answers on a virtual thread.
   *
   * @param free gives back what the request holds, as soon as the answer is written
   */
  void start(ByteBufAllocator allocator, Runnable free, Consumer<FullHttpResponse> done) {
    var _ =
        Thread.startVirtualThread(() -> {
          FullHttpResponse response;
          try {
            response = answer(allocator);
          } finally {
            free.run();
          }
          done.accept(response);
        });
  }

  Ticket ticket() {
    return ticket;
  }

  Dialect dialect() {
    return dialect;
  }

  Route route() {
    return route;
  }

  Request request() {
    return request;
  }

  long nanosSinceStart() {
    return System.nanoTime() - started;
  }
}
