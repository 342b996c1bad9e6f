package dev.hearth.server.wire;

import dev.hearth.machine.Problem;

/**
 * The HTTP statuses of errors: which problem becomes which, and the {@code error_type} that
 * text-embeddings-inference has for it.
 */
public enum Status {
  BAD_REQUEST(400, "validation"),
  UNAUTHORIZED(401, "validation"),
  FORBIDDEN(403, "validation"),
  NOT_FOUND(404, "validation"),
  METHOD_NOT_ALLOWED(405, "validation"),
  REQUEST_TIMEOUT(408, "validation"),
  TOO_LARGE(413, "validation"),
  URI_TOO_LONG(414, "validation"),
  EXPECTATION_FAILED(417, "validation"),
  UNPROCESSABLE(422, "tokenizer"),
  OVERLOADED(429, "overloaded"),
  HEADERS_TOO_LARGE(431, "validation"),
  INTERNAL(500, "backend"),
  UNAVAILABLE(503, "unhealthy"),
  TIMED_OUT(504, "backend");

  private final int code;
  private final String errorType;

  Status(int code, String errorType) {
    this.code = code;
    this.errorType = errorType;
  }

  public int code() {
    return code;
  }

  public String errorType() {
    return errorType;
  }

  /** The one table from problems to statuses. */
  public static Status of(Problem.Kind kind) {
    return switch (kind) {
      case BAD_INPUT -> BAD_REQUEST;
      case UNPROCESSABLE -> UNPROCESSABLE;
      case NOT_FOUND -> NOT_FOUND;
      case TOO_LARGE -> TOO_LARGE;
      case OVERLOADED -> OVERLOADED;
      case TIMED_OUT -> TIMED_OUT;
      case UNAVAILABLE -> UNAVAILABLE;
      case BAD_SETTING -> INTERNAL;
    };
  }
}
