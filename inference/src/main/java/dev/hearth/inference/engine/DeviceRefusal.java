package dev.hearth.inference.engine;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.model.Task;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;

/** The problem of a device that was asked for and cannot compute a model. */
final class DeviceRefusal {
  private DeviceRefusal() {}

  static ProblemException of(ModelKey model, Device device, DeviceTrouble trouble) {
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            "The model " + model + " cannot be computed on " + device,
            trouble.reason(),
            onProcessor(model) + ", or start with --backend auto"),
        trouble);
  }

  /** Whether a failure is a device's refusal. */
  static boolean is(Throwable failure) {
    return failure instanceof ProblemException && failure.getCause() instanceof DeviceTrouble;
  }

  /** How to put a model's task on the processor. */
  static String onProcessor(ModelKey model) {
    return "Set devices." + setting(model.task()) + ": cpu in hearth.yaml";
  }

  private static String setting(Task task) {
    return switch (task) {
      case CLIP -> "clip";
      case FACES -> "facial_recognition";
      case OCR -> "ocr";
      case TEXT -> "text";
    };
  }
}
