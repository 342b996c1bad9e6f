package dev.hearth.cli;

import dev.hearth.machine.Problem;

/** What the shell is told. */
final class ExitCodes {
  static final int GOOD = 0;

  /** The answer is no: blocked, not accelerated, unhealthy, not there. */
  static final int NO = 1;

  /** Wrong usage or input. */
  static final int USAGE = 2;

  /** Something was changed and changed back, because the service was not well. */
  static final int ROLLED_BACK = 3;

  /** Nobody could see whether the answer is yes or no. */
  static final int UNPROVEN = 4;

  /** Our own bug. */
  static final int BUG = 70;

  private ExitCodes() {}

  static int of(Problem.Kind kind) {
    return switch (kind) {
      case BAD_INPUT, UNPROCESSABLE, TOO_LARGE, BAD_SETTING -> USAGE;
      case NOT_FOUND, OVERLOADED, TIMED_OUT, UNAVAILABLE -> NO;
    };
  }
}
