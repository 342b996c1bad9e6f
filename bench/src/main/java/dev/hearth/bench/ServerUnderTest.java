package dev.hearth.bench;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The server that is measured.
 *
 * @param address loopback, always
 * @param use what its process uses; empty for a server that was there already and whose process was
 *     not named
 * @param process empty for a server that was there already
 */
record ServerUnderTest(
    InetSocketAddress address, Optional<ProcessUse> use, Optional<Process> process)
    implements AutoCloseable {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

  /** A server that runs already and stays running. */
  static ServerUnderTest running(String url, Optional<Long> pid) {
    return new ServerUnderTest(Loopback.of(url), pid.map(ProcessUse::new), Optional.empty());
  }

  /**
   * Starts a server as a user does: the launcher, which becomes the server's process.
   *
   * @param arguments of {@code hearth up} beside its address
   * @param log gets what the server prints
   */
  static ServerUnderTest start(Path checkout, List<String> arguments, Path log) {
    InetSocketAddress address = freeAddress();
    List<String> line = new ArrayList<>();
    line.add(checkout.resolve("hearth").toString());
    line.addAll(List.of("up", "--host", address.getAddress().getHostAddress()));
    line.addAll(List.of("--port", Integer.toString(address.getPort())));
    line.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile()).start();
      return new ServerUnderTest(
          address, Optional.of(new ProcessUse(process.pid())), Optional.of(process));
    } catch (IOException cannotStart) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.NOT_FOUND,
              "The server cannot be started",
              String.valueOf(cannotStart.getMessage()),
              "Name the checkout: --checkout DIR"),
          cannotStart);
    }
  }

  /** Whether it may still answer; a server that was there already is taken at its word. */
  boolean alive() {
    return process.map(Process::isAlive).orElse(true);
  }

  /** A port that is free now: the retries begin before the server could tell one. */
  private static InetSocketAddress freeAddress() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), probe.getLocalPort());
    } catch (IOException none) {
      throw new java.io.UncheckedIOException(none);
    }
  }

  /** Stops the server if it was started here. */
  @Override
  public void close() {
    process.ifPresent(ServerUnderTest::stop);
  }

  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
