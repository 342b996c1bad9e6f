package dev.hearth.evidence.benchmark;

import dev.hearth.evidence.workload.Http;
import dev.hearth.evidence.workload.ServiceHttp;
import dev.hearth.machine.Command;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program of its own that serves beside the one that runs, on a port of the loopback address that
 * the system chooses and the program says. It is gone when this is closed.
 */
public final class TwinProcess implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:([0-9]{1,5})");
  private static final Duration GONE = Duration.ofSeconds(5);

  private final CommandRunner runner;
  private final Command command;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final AtomicReference<String> last = new AtomicReference<>("it said nothing");
  private final Thread running;
  private boolean closed;

  /**
   * A twin, not started yet.
   *
   * @param command serves until it is ended
   */
  public TwinProcess(CommandRunner runner, Command command) {
    this.runner = runner;
    this.command = command;
    this.running = Thread.ofPlatform().daemon().name("twin").unstarted(this::serve);
  }

  private void serve() {
    try {
      runner.run(command, this::heard);
      failed(last.get());
    } catch (ProblemException ended) {
      failed(ended.problem().sentence());
    }
  }

  private void heard(String line) {
    if (!line.isBlank()) {
      last.set(line.strip());
    }
    Matcher address = ADDRESS.matcher(line);
    if (address.find()) {
      port.complete(Integer.parseInt(address.group(1)));
    }
  }

  private void failed(String why) {
    port.completeExceptionally(new ProblemException(unable(why)));
  }

  /**
   * Starts it, and waits until it says where it answers.
   *
   * @throws ProblemException where it ends before, or does not say it in time
   */
  public Http start(Duration patience) {
    begin();
    try {
      return new ServiceHttp("127.0.0.1", port.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof ProblemException problem
          ? problem
          : new ProblemException(unable(String.valueOf(failed.getCause())));
    } catch (TimeoutException _) {
      throw new ProblemException(
          unable("it did not serve within " + patience.toSeconds() + " s: " + last.get()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new ProblemException(unable("it was not waited for"));
    }
  }

  private synchronized void begin() {
    if (closed) {
      throw new ProblemException(unable("the benchmark was ended"));
    }
    running.start();
  }

  private Problem unable(String evidence) {
    return new Problem(
        Problem.Kind.UNAVAILABLE,
        "The twin on the CPU cannot be started",
        evidence,
        "See what it says: " + command.line());
  }

  /** Why it does not serve any more; empty while it does. */
  public Optional<String> ended() {
    return running.isAlive() ? Optional.empty() : Optional.of(last.get());
  }

  /** Ends it with all it started, once; also where it was never started. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    running.interrupt();
    try {
      if (running.isAlive()) {
        running.join(GONE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
