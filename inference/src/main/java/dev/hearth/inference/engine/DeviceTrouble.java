package dev.hearth.inference.engine;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;

/** Why a device cannot be trusted with a model; becomes a problem, or a reason to leave it. */
final class DeviceTrouble extends RuntimeException {
  private final boolean lasting;

  private DeviceTrouble(String reason) {
    super(reason);
    this.lasting = true;
  }

  private DeviceTrouble(String reason, Throwable cause) {
    super(reason, cause);
    this.lasting = false;
  }

  /** The same would be seen again: the runtime placed nothing there, or the answers differ. */
  static DeviceTrouble lasting(String reason) {
    return new DeviceTrouble(reason);
  }

  /** It may go better another time: the driver failed, perhaps for want of memory. */
  static DeviceTrouble passing(String reason, Throwable cause) {
    return new DeviceTrouble(reason, cause);
  }

  /** The runtime would not open a model there. */
  static DeviceTrouble refused(ProblemException refusal) {
    Problem problem = refusal.problem();
    String reason = problem.evidence().isEmpty() ? problem.what() : problem.evidence();
    return new DeviceTrouble("the runtime refuses it: " + reason, refusal);
  }

  /** Why, for people. */
  String reason() {
    return String.valueOf(getMessage());
  }

  boolean isLasting() {
    return lasting;
  }
}
