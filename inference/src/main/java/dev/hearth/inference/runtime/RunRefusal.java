package dev.hearth.inference.runtime;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;

/** What a request is told whose run the device refused for good. */
final class RunRefusal {
  private RunRefusal() {}

  static ProblemException of(String name, InferenceFailed failed) {
    String task = task(name);
    return switch (failed.kind()) {
      case OUT_OF_MEMORY ->
          refusal(
              "The device has not enough memory for one run of " + name,
              "Lower max_batch_size."
                  + task
                  + ", close what else uses the GPU's memory, or compute on the processor:"
                  + " devices."
                  + task
                  + ": cpu",
              failed);
      case DEVICE_LOST ->
          refusal(
              "The device was lost twice in a run of " + name,
              "Look for the driver's messages (dmesg), or compute on the processor: devices."
                  + task
                  + ": cpu",
              failed);
      case OTHER -> throw failed;
    };
  }

  private static ProblemException refusal(String what, String remedy, InferenceFailed failed) {
    return new ProblemException(
        new Problem(Problem.Kind.UNAVAILABLE, what, String.valueOf(failed.getMessage()), remedy),
        failed);
  }

  /** The task in a session's name, {@code clip/ViT-B-32__openai/visual}, as settings write it. */
  static String task(String name) {
    int end = name.indexOf('/');
    return (end < 0 ? name : name.substring(0, end)).replace('-', '_');
  }
}
