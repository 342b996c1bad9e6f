package dev.hearth.bench;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.time.Duration;

/** The time from a server's start to its first good answer, asked for without pause. */
final class FirstAnswer {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Between two attempts: little beside what is measured, and the server needs the processor. */
  private static final Duration PAUSE = Duration.ofMillis(2);

  private FirstAnswer() {}

  /**
   * Asks until the answer is good.
   *
   * @param since {@link System#nanoTime()} at the start
   * @return seconds
   * @throws ProblemException when the server ends, or the patience does
   */
  static double await(ServerUnderTest server, byte[] request, long since) {
    String last = "nothing";
    try (HttpConnection connection = new HttpConnection(server.address())) {
      while (System.nanoTime() - since < PATIENCE.toNanos() && server.alive()) {
        try {
          HttpAnswer answer = connection.send(request);
          if (answer.good()) {
            return (System.nanoTime() - since) / 1e9;
          }
          last = "status " + answer.status();
        } catch (IOException notYet) {
          last = String.valueOf(notYet.getMessage());
        }
        Thread.sleep(PAUSE);
      }
    } catch (IOException closing) {
      last = String.valueOf(closing.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    throw new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            "The server at " + server.address() + " gave no good answer",
            last,
            "Look at what it printed."));
  }
}
