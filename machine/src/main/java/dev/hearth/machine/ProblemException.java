package dev.hearth.machine;

/** Carries a {@link Problem} up to the door that shows it: the terminal or the HTTP answer. */
public final class ProblemException extends RuntimeException {
  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.sentence());
    this.problem = problem;
  }

  public ProblemException(Problem problem, Throwable cause) {
    super(problem.sentence(), cause);
    this.problem = problem;
  }

  public ProblemException(Problem.Kind kind, String what, String remedy) {
    this(Problem.of(kind, what, remedy));
  }

  public Problem problem() {
    return problem;
  }
}
