package dev.hearth.inference.engine;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Proof;
import dev.hearth.inference.graph.CheckGraph;
import dev.hearth.inference.runtime.DeepStack;
import dev.hearth.inference.runtime.OnnxSessions;
import dev.hearth.inference.runtime.OpenSession;
import dev.hearth.inference.runtime.SessionSettings;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;

/** Sees whether a device computes at all, before any model is there to ask it. */
public final class DeviceCheck {
  private DeviceCheck() {}

  /**
   * Runs a tiny model on the device and beside it on the processor.
   *
   * @throws ProblemException {@code UNAVAILABLE} when the runtime or the driver refuses it, when
   *     the runtime places nothing on the device, or when the answers differ
   */
  public static Proof run(OnnxSessions runtime, Device device) {
    return DeepStack.call(
        "device-check", () -> run(ModelRuntime.of(runtime, SessionSettings.DEFAULT), device));
  }

  static Proof run(ModelRuntime runtime, Device device) {
    try {
      Path file = Files.createTempFile("hearth-check", ".onnx");
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(CheckGraph.file());
        return proven(runtime, device, file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write the model that checks devices", failed);
    } catch (DeviceTrouble trouble) {
      throw refusal(device, trouble.reason(), trouble);
    }
  }

  private static Proof proven(ModelRuntime runtime, Device device, Path file) {
    try (OpenSession session = open(runtime, device, file);
        Workspace workspace = new MemoryPool(0).workspace()) {
      ProvingSession.requirePlacement(session.placement());
      ProvingSession proving =
          new ProvingSession(
              session, AnswersRule.ANY, inputs -> runtime.runTwin(file, Set.of(), inputs));
      proving.run(Map.of(CheckGraph.INPUT, picture(workspace)));
      Proof proof = proving.proof().orElseThrow();
      proof
          .agreement()
          .objection()
          .ifPresent(objection -> {
            throw DeviceTrouble.lasting(objection);
          });
      return proof;
    }
  }

  private static OpenSession open(ModelRuntime runtime, Device device, Path file) {
    try {
      return runtime.open(file, Set.of(), device);
    } catch (ProblemException refused) {
      throw DeviceTrouble.refused(refused);
    }
  }

  private static Tensor.Floats picture(Workspace workspace) {
    Tensor.Floats picture =
        workspace.floats(Shape.of(1, CheckGraph.CHANNELS, CheckGraph.SIDE, CheckGraph.SIDE));
    for (int i = 0; i < picture.data().limit(); i++) {
      picture.data().put(i, (float) Math.sin(0.37 * i));
    }
    return picture;
  }

  private static ProblemException refusal(Device device, String reason, Throwable cause) {
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            device + " does not compute as it should",
            reason,
            "Look at hearth doctor and the GPU's driver, or let Hearth choose: --backend auto"),
        cause);
  }
}
