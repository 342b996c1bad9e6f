package dev.hearth.cli;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;

/** What computes, and why; asked for something else than what is here, it says no. */
record DeviceChoice(String backend, String because) {

  static DeviceChoice of(String asked) {
    return switch (asked) {
      case "cpu" -> new DeviceChoice("cpu", "as set");
      case "auto" -> new DeviceChoice("cpu", "auto: this build has no other backend");
      default ->
          throw new ProblemException(
              new Problem(
                  Problem.Kind.BAD_SETTING,
                  "The engine cannot compute on " + asked + " here",
                  "this build of Hearth has the cpu backend only",
                  "Set device: cpu, or device: auto to take the best there is."));
    };
  }
}
