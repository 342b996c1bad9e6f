package dev.hearth.server.http;

import dev.hearth.machine.ProblemException;
import dev.hearth.server.wire.BrokenAnswer;
import dev.hearth.server.wire.Dialect;
import dev.hearth.server.wire.Status;
import java.util.concurrent.ThreadLocalRandom;

/** Turns what was thrown into an answer. */
final class Failures {
  private static final System.Logger LOG = System.getLogger("dev.hearth.server");
  private static final Answer.Header RETRY_SOON = new Answer.Header("Retry-After", "1");
  private static final Answer.Header RETRY_LATER = new Answer.Header("Retry-After", "10");

  private Failures() {}

  static Answer answer(Throwable thrown, Dialect dialect) {
    return switch (thrown) {
      case ProblemException e ->
          answer(Status.of(e.problem().kind()), e.problem().sentence(), dialect);
      case BrokenAnswer e -> {
        LOG.log(System.Logger.Level.ERROR, e.getMessage());
        yield answer(Status.INTERNAL, String.valueOf(e.getMessage()), dialect);
      }
      default -> bug(thrown, dialect);
    };
  }

  static Answer answer(Status status, String sentence, Dialect dialect) {
    Answer.Header[] headers =
        switch (status) {
          case OVERLOADED -> new Answer.Header[] {RETRY_SOON};
          case UNAVAILABLE -> new Answer.Header[] {RETRY_LATER};
          default -> new Answer.Header[0];
        };
    return Answer.json(status.code(), out -> dialect.write(out, status, sentence), headers);
  }

  private static Answer bug(Throwable thrown, Dialect dialect) {
    String id = Long.toHexString(ThreadLocalRandom.current().nextLong() | 1L << 62);
    LOG.log(System.Logger.Level.ERROR, "Request " + id + " failed. This is a bug.", thrown);
    Answer.Header header = new Answer.Header("X-Request-Id", id);
    String words = "Internal Server Error";
    return dialect == Dialect.IMMICH
        ? Answer.text(500, words, header)
        : Answer.json(500, out -> dialect.write(out, Status.INTERNAL, words), header);
  }
}
