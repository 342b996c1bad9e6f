package dev.hearth.machine;

import java.util.function.Consumer;

/** The one door to other programs. */
@FunctionalInterface
public interface CommandRunner {
  /**
   * Runs a program to its end, or kills it and its children at the deadline.
   *
   * @throws ProblemException when the program cannot be started ({@code NOT_FOUND}) or ran past its
   *     deadline ({@code TIMED_OUT})
   */
  Finished run(Command command);

  /**
   * The same, and hands every line on, of both texts, as soon as it is there: one at a time, but
   * not on the caller's thread. A carriage return ends a line too, as progress bars write it. What
   * can only run a program as a whole hands them on at its end.
   */
  default Finished run(Command command, Consumer<String> lines) {
    Finished finished = run(command);
    finished.stdout().lines().forEach(lines);
    finished.stderr().lines().forEach(lines);
    return finished;
  }
}
