package dev.hearth.inference.engine;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.graph.Rewrite;
import dev.hearth.inference.runtime.OnnxSessions;
import dev.hearth.inference.runtime.OpenSession;
import dev.hearth.inference.runtime.SessionSettings;
import dev.hearth.inference.runtime.TwinRun;
import dev.hearth.inference.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** What the engine asks of ONNX Runtime. */
interface ModelRuntime {
  /**
   * Opens a model file on a device.
   *
   * @throws dev.hearth.machine.ProblemException when the runtime or the device refuses
   */
  OpenSession open(Path file, Set<Rewrite> rewritings, Device device);

  /** Runs the same file once on the processor; see {@link OnnxSessions#runTwin}. */
  TwinRun runTwin(Path file, Set<Rewrite> rewritings, Map<String, Tensor> inputs);

  static ModelRuntime of(OnnxSessions sessions, SessionSettings settings) {
    return new ModelRuntime() {
      @Override
      public OpenSession open(Path file, Set<Rewrite> rewritings, Device device) {
        return sessions.open(file, settings, rewritings, device);
      }

      @Override
      public TwinRun runTwin(Path file, Set<Rewrite> rewritings, Map<String, Tensor> inputs) {
        return sessions.runTwin(file, settings, rewritings, inputs);
      }
    };
  }
}
