package dev.hearth.inference.engine;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.engine.Blueprint.Part;
import dev.hearth.inference.runtime.OwnedSession;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.runtime.Ticket;
import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs that let a device compile for the sizes that will come.
 *
 * @param common sizes that most requests have; readiness waits for these
 * @param rare the others, when there is nothing better to do
 */
record WarmUp(List<Run> common, List<Run> rare) {
  static final WarmUp NOTHING = new WarmUp(List.of(), List.of());

  /** Of each file, the sizes that count as common: requests list the usual ones first. */
  private static final int COMMON = 4;

  /** A first run may compile for minutes; one that takes longer is given up. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  WarmUp {
    common = List.copyOf(common);
    rare = List.copyOf(rare);
  }

  /** One run: what for, and the work. */
  record Run(String what, Runnable work) {}

  /**
   * The runs that one file needs on one device: none where any size is as good as another, and none
   * where the processor plays the device, which it would keep from requests for seconds each.
   *
   * @param mostRows rows of several requests that may share a run
   */
  static WarmUp of(Part part, OwnedSession session, Device device, int mostRows) {
    if (session.forRequest(Ticket.lasting(PATIENCE)).shapes() == ShapePolicy.EXACT
        || device.software()) {
      return NOTHING;
    }
    Signature signature = session.signature();
    int most = Math.max(mostRows, part.rows().ofOneRequest());
    List<Run> runs =
        part.usual().of(signature).stream()
            .filter(shapes -> shapes.values().stream().allMatch(shape -> shape.axis(0) <= most))
            .distinct()
            .map(shapes -> new Run(shapes.values().toString(), () -> run(session, shapes)))
            .toList();
    int common = Math.min(COMMON, runs.size());
    return new WarmUp(runs.subList(0, common), runs.subList(common, runs.size()));
  }

  /** Both, one after the other. */
  WarmUp and(WarmUp other) {
    return new WarmUp(joined(common, other.common), joined(rare, other.rare));
  }

  private static List<Run> joined(List<Run> first, List<Run> second) {
    List<Run> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static void run(OwnedSession owned, Map<String, Shape> shapes) {
    Session session = owned.forRequest(Ticket.lasting(PATIENCE));
    try (Workspace workspace = new MemoryPool(0).workspace()) {
      Map<String, Tensor> inputs = new LinkedHashMap<>();
      for (TensorInfo input : session.signature().inputs()) {
        Shape shape = shapes.get(input.name());
        if (shape != null) {
          inputs.put(input.name(), blank(input, shape, workspace));
        }
      }
      session.run(inputs);
    }
  }

  /** Zeros are valid pixels and valid tokens; a mask of zeros would divide by zero. */
  private static Tensor blank(TensorInfo input, Shape shape, Workspace workspace) {
    int value = input.name().contains("mask") ? 1 : 0;
    return switch (input.type()) {
      case INT32 -> {
        Tensor.Ints ints = workspace.ints(shape);
        for (int i = 0; i < shape.elements(); i++) {
          ints.data().put(i, value);
        }
        yield ints;
      }
      case INT64 -> {
        Tensor.Longs longs = workspace.longs(shape);
        for (int i = 0; i < shape.elements(); i++) {
          longs.data().put(i, value);
        }
        yield longs;
      }
      case UINT8 -> {
        Tensor.Bytes bytes = workspace.octets(shape);
        for (int i = 0; i < shape.elements(); i++) {
          bytes.data().put(i, (byte) value);
        }
        yield bytes;
      }
      case FLOAT, OTHER -> {
        Tensor.Floats floats = workspace.floats(shape);
        for (int i = 0; i < shape.elements(); i++) {
          floats.data().put(i, value);
        }
        yield floats;
      }
    };
  }
}
