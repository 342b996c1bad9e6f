package dev.hearth.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs real programs: no shell, no input, {@code LC_ALL=C} so that texts can be parsed, both output
 * streams drained at once so that a full pipe never blocks the program, and the whole process tree
 * ended at the deadline.
 */
public final class ProcessCommandRunner implements CommandRunner {
  /** Bytes kept of each output stream; what comes after is read and dropped. */
  public static final int OUTPUT_LIMIT = 4 << 20;

  /** Time between the polite signal and the final one, and for the last output to arrive. */
  private static final Duration GRACE = Duration.ofMillis(300);

  private static final System.Logger LOG = System.getLogger(ProcessCommandRunner.class.getName());

  private final int outputLimit;

  public ProcessCommandRunner() {
    this(OUTPUT_LIMIT);
  }

  /**
   * A runner with its own output limit.
   *
   * @param outputLimit bytes kept of each stream
   */
  public ProcessCommandRunner(int outputLimit) {
    this.outputLimit = outputLimit;
  }

  @Override
  public Finished run(Command command) {
    return run(command, _ -> {});
  }

  @Override
  public Finished run(Command command, Consumer<String> lines) {
    LOG.log(System.Logger.Level.DEBUG, () -> "$ " + command.line());
    long end = System.nanoTime() + command.deadline().toNanos();
    Process process = start(command);
    Object turn = new Object();
    Consumer<String> inTurn =
        line -> {
          synchronized (turn) {
            lines.accept(line);
          }
        };
    Drain stdout = Drain.of(process.getInputStream(), outputLimit, inTurn);
    Drain stderr = Drain.of(process.getErrorStream(), outputLimit, inTurn);
    try {
      if (!process.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
        endTree(process);
        throw new ProblemException(pastDeadline(command, stderr.text(GRACE)));
      }
      // A child left in the background may hold the pipes open for ever: take what is there.
      return new Finished(process.exitValue(), stdout.text(GRACE), stderr.text(GRACE));
    } catch (InterruptedException interrupted) {
      endTree(process);
      Thread.currentThread().interrupt();
      throw new ProblemException(
          Problem.of(
              Problem.Kind.UNAVAILABLE,
              command.argv().getFirst() + " was stopped before it had finished",
              "Run it again."),
          interrupted);
    }
  }

  private static Process start(Command command) {
    ProcessBuilder builder = new ProcessBuilder(command.argv());
    builder.environment().put("LC_ALL", "C");
    builder.environment().putAll(command.environment());
    command.folder().map(Path::toFile).ifPresent(builder::directory);
    try {
      Process process = builder.start();
      closeInput(process);
      return process;
    } catch (IOException cannotStart) {
      throw new ProblemException(notStarted(command, cannotStart), cannotStart);
    }
  }

  private static Problem notStarted(Command command, IOException reason) {
    String program = command.argv().getFirst();
    Optional<Path> gone = command.folder().filter(folder -> !Files.isDirectory(folder));
    return new Problem(
        Problem.Kind.NOT_FOUND,
        "The program " + program + " cannot be started",
        String.valueOf(reason.getMessage()),
        gone.map(folder -> "It is to run in " + folder + ", which is no folder.")
            .orElse("Install " + program + ", or see that it is on PATH and may be executed."));
  }

  /** Programs that would ask a question get the end of input instead, and do not wait. */
  private static void closeInput(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException alreadyGone) {
      LOG.log(System.Logger.Level.TRACE, "input was closed by the program", alreadyGone);
    }
  }

  private Problem pastDeadline(Command command, String stderr) {
    String said = stderr.strip();
    return new Problem(
        Problem.Kind.TIMED_OUT,
        String.format(
            Locale.ROOT,
            "`%s` did not finish within %s and was ended",
            command.line(),
            seconds(command.deadline())),
        said.isEmpty() ? "" : "it last said: " + said.substring(said.lastIndexOf('\n') + 1),
        "Run the same line by hand to see what it waits for.");
  }

  private static String seconds(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  /**
   * Ends a process and all its children. Children are listed first, because those of an ended
   * process are handed to another parent; and again after, because they may have started more.
   */
  private static void endTree(Process process) {
    Set<ProcessHandle> tree = new LinkedHashSet<>(List.of(process.toHandle()));
    process.descendants().forEach(tree::add);
    tree.forEach(ProcessHandle::destroy);
    long end = System.nanoTime() + GRACE.toNanos();
    boolean interrupted = false;
    while (tree.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < end) {
      try {
        Thread.sleep(10);
      } catch (InterruptedException again) {
        interrupted = true;
        break;
      }
    }
    while (tree.stream().anyMatch(ProcessHandle::isAlive)) {
      List<ProcessHandle> younger = new ArrayList<>();
      tree.forEach(handle -> handle.descendants().forEach(younger::add));
      tree.forEach(ProcessHandle::destroyForcibly);
      if (!tree.addAll(younger)) {
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
