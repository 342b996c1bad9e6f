package dev.hearth.inference.engine;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Placement;
import dev.hearth.inference.device.Placement.Node;
import dev.hearth.inference.graph.Rewrite;
import dev.hearth.inference.runtime.OpenSession;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.runtime.TensorInfo.ElementType;
import dev.hearth.inference.runtime.TwinRun;
import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A runtime whose devices do what a test wants: compute, lie, fail. */
final class ScriptedRuntime implements ModelRuntime {
  static final Placement ALL = new Placement(List.of(new Node("Conv", "conv")), List.of());
  static final Placement NOTHING = new Placement(List.of(), List.of(new Node("Conv", "conv")));

  private static final float[] TRUTH = {1, 2, 3, 4};

  Placement placement = ALL;
  float[] deviceAnswer = TRUTH;
  boolean refuses;
  boolean failsAtRun;
  boolean damaged;
  Duration runTakes = Duration.ZERO;
  final Set<Device> refused = new HashSet<>();
  Map<String, Duration> byNode = Map.of();

  final List<Device> opened = new ArrayList<>();
  final List<Shape> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
  int closed;
  int twins;

  @Override
  public OpenSession open(Path file, Set<Rewrite> rewritings, Device device) {
    if (damaged) {
      throw new ProblemException(Problem.Kind.UNAVAILABLE, "the file is damaged", "");
    }
    if ((refuses && !device.isCpu()) || refused.contains(device)) {
      throw new ProblemException(
          new Problem(Problem.Kind.UNAVAILABLE, "refused", "the driver has no such queue", ""));
    }
    opened.add(device);
    return new Scripted(device);
  }

  @Override
  public TwinRun runTwin(Path file, Set<Rewrite> rewritings, Map<String, Tensor> inputs) {
    twins++;
    return new TwinRun(answer(TRUTH), Duration.ofMillis(1), byNode);
  }

  static Outputs answer(float... values) {
    return new Outputs(
        List.of("y"),
        List.of(new Tensor.Floats(FloatBuffer.wrap(values), Shape.of(1, values.length))));
  }

  private final class Scripted implements OpenSession {
    private final Device device;

    private Scripted(Device device) {
      this.device = device;
    }

    @Override
    public Signature signature() {
      TensorInfo input = new TensorInfo("x", ElementType.FLOAT, List.of(1L, 4L));
      return new Signature(List.of(input), List.of(), Map.of());
    }

    @Override
    public ShapePolicy shapes() {
      return device.isCpu() ? ShapePolicy.EXACT : ShapePolicy.BUCKETED;
    }

    @Override
    public Placement placement() {
      return placement;
    }

    @Override
    public Outputs run(Map<String, Tensor> inputs) {
      inputs.values().forEach(input -> seen.add(input.shape()));
      java.util.concurrent.locks.LockSupport.parkNanos(runTakes.toNanos());
      if (device.isCpu()) {
        return answer(TRUTH);
      }
      if (failsAtRun) {
        throw new IllegalStateException("VK_ERROR_DEVICE_LOST");
      }
      return answer(deviceAnswer);
    }

    @Override
    public void close() {
      closed++;
    }
  }

  static Device gpu() {
    return gpu(0);
  }

  static Device gpu(int ordinal) {
    return new Device(
        dev.hearth.inference.device.Provider.CUDA,
        ordinal,
        "Card " + ordinal,
        Optional.of("0000:0" + ordinal + ":00.0"),
        false);
  }
}
