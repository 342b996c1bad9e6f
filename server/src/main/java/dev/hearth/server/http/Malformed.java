package dev.hearth.server.http;

import dev.hearth.server.wire.Status;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/** What is wrong with bytes that are no HTTP request. */
final class Malformed {
  private Malformed() {}

  static Status status(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ -> Status.URI_TOO_LONG;
      case TooLongHttpHeaderException _ -> Status.HEADERS_TOO_LARGE;
      default -> Status.BAD_REQUEST;
    };
  }
}
