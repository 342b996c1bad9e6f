package dev.hearth.machine;

/** The one door to other programs. */
public interface CommandRunner {
  /**
   * Runs a program to its end, or kills it and its children at the deadline.
   *
   * @throws ProblemException when the program cannot be started ({@code NOT_FOUND}) or ran past its
   *     deadline ({@code TIMED_OUT})
   */
  Finished run(Command command);
}
