package dev.hearth.testhost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A command that runs in the test host beside a test, until it is told to end or closed.
 *
 * @param process nsenter, which passes on its standard input and output
 */
record Beside(Process process) implements AutoCloseable {
  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends its standard input, and gives all that it wrote. */
  String end() {
    try {
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return said;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", stopped);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
