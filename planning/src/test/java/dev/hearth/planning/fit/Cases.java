package dev.hearth.planning.fit;

import dev.hearth.machine.Reading;
import dev.hearth.planning.Backend;
import dev.hearth.planning.fit.Amount.Basis;
import dev.hearth.planning.fit.DeviceMemory.Form;
import dev.hearth.planning.fit.Execution.Layer;
import dev.hearth.planning.weights.GgufFile;
import dev.hearth.planning.weights.ModelSource;
import dev.hearth.planning.weights.Weights;
import dev.hearth.planning.weights.WeightsFacts;
import dev.hearth.planning.weights.WeightsReading;
import java.util.Collections;
import java.util.List;

/** Devices and models that the tests share; round numbers, so that results can be done by hand. */
final class Cases {
  static final long MIB = 1 << 20;
  static final long GIB = 1 << 30;
  static final Backend ROCM = Backend.ROCM;

  private Cases() {}

  static WeightsFacts facts(GgufFile file) {
    return facts("model.gguf", file.whole());
  }

  static WeightsFacts facts(String name, byte[] file) {
    WeightsReading reading = Weights.read(ModelSource.of(name, file));
    return switch (reading) {
      case WeightsReading.Known(WeightsFacts facts) -> facts;
      case WeightsReading.Unreadable(String reason) -> throw new AssertionError(reason);
    };
  }

  /** 8 layers of 1 GiB with 128 MiB of cache each, embeddings 512 MiB, output 512 MiB. */
  static MemoryNeed language(Overflow overflow) {
    Execution execution =
        new Execution(
            ROCM,
            "llama.cpp (Ollama)",
            overflow,
            Collections.nCopies(8, new Layer(GIB, 128 * MIB)),
            512 * MIB,
            512 * MIB,
            Reading.known(8 * GIB + 512 * MIB));
    return new MemoryNeed(
        "large.gguf",
        Amount.of(9 * GIB, Basis.READ, "the sum of all tensors"),
        Amount.of(512 * MIB, Basis.ESTIMATE, "a formula"),
        Amount.of(GIB, Basis.COMPUTED, "a formula"),
        Amount.of(512 * MIB, Basis.ESTIMATE, "a figure"),
        execution,
        List.of());
  }

  /** 2 GiB that are on the device or nowhere. */
  static MemoryNeed whole() {
    Execution execution =
        new Execution(
            ROCM,
            "ONNX Runtime",
            Overflow.REFUSED,
            List.of(),
            0,
            0,
            Reading.unknown("it answers a request at once"));
    return new MemoryNeed(
        "vision.onnx",
        Amount.of(GIB, Basis.READ, "the sum of all tensors"),
        Amount.of(512 * MIB, Basis.ESTIMATE, "shapes"),
        Amount.of(0, Basis.READ, "nothing is kept"),
        Amount.of(512 * MIB, Basis.ESTIMATE, "a figure"),
        execution,
        List.of());
  }

  /** A card at 400 GB/s beside system memory at 50 GB/s. */
  static DeviceMemory card(long vram, long ram) {
    return new DeviceMemory(
        "a card",
        Form.DISCRETE,
        Pool.of(vram, 0),
        Pool.of(8 * GIB, 0),
        Reading.known(ram),
        Reading.known(ram),
        new Bandwidths(
            Reading.known(400_000_000_000L),
            Reading.known(50_000_000_000L),
            Reading.known(25_000_000_000L)));
  }

  static DeviceMemory integrated(long carveOut, long gtt, long available) {
    String reason = "integrated";
    return new DeviceMemory(
        "an integrated device",
        Form.INTEGRATED,
        Pool.of(carveOut, 0),
        Pool.of(gtt, 0),
        Reading.known(available),
        Reading.known(available),
        new Bandwidths(
            Reading.unknown(reason), Reading.known(80_000_000_000L), Reading.unknown(reason)));
  }

  static Placement placement(FitReport report) {
    return report.placement().asOptional().orElseThrow();
  }
}
