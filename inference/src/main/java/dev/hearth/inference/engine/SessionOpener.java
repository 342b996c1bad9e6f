package dev.hearth.inference.engine;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.engine.Blueprint.Part;
import dev.hearth.inference.runtime.OpenSession;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens a model's files. One that the runtime refuses anywhere is fetched again, once; one that
 * only a device refuses is the device's trouble.
 */
final class SessionOpener {
  private final ModelRuntime runtime;

  SessionOpener(ModelRuntime runtime) {
    this.runtime = runtime;
  }

  /**
   * All files of a model, on one device.
   *
   * @throws DeviceTrouble when the device refuses what the processor takes
   */
  List<OpenSession> openAll(Blueprint model, Device device) {
    List<OpenSession> sessions = new ArrayList<>();
    try {
      for (Part part : model.parts()) {
        sessions.add(open(model, part, device));
      }
    } catch (RuntimeException failed) {
      sessions.forEach(OpenSession::close);
      throw failed;
    }
    return List.copyOf(sessions);
  }

  private OpenSession open(Blueprint model, Part part, Device device) {
    try {
      return runtime.open(part.file(), part.rewritings(), device);
    } catch (ProblemException refused) {
      if (refused.problem().kind() != Problem.Kind.UNAVAILABLE) {
        throw refused;
      }
      if (!device.isCpu() && opensOnCpu(part)) {
        throw DeviceTrouble.refused(refused);
      }
      if (!model.repair().done(part.file())) {
        throw refused;
      }
    }
    return again(part, device);
  }

  /**
   * Opens a file that was opened before.
   *
   * @throws DeviceTrouble when the device refuses it
   */
  OpenSession again(Part part, Device device) {
    try {
      return runtime.open(part.file(), part.rewritings(), device);
    } catch (ProblemException refused) {
      throw device.isCpu() ? refused : DeviceTrouble.refused(refused);
    }
  }

  private boolean opensOnCpu(Part part) {
    try (OpenSession _ = runtime.open(part.file(), part.rewritings(), Device.CPU)) {
      return true;
    } catch (ProblemException _) {
      return false;
    }
  }
}
