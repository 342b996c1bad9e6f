package dev.hearth.bench.lab;

import dev.hearth.bench.lab.Line.Cell;
import dev.hearth.bench.lab.Line.Compared;
import dev.hearth.bench.lab.Line.Computer;
import dev.hearth.bench.lab.Line.Opened;
import dev.hearth.bench.lab.Line.Proven;
import dev.hearth.bench.lab.Line.Skipped;
import dev.hearth.bench.lab.Line.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Reports of machines that nobody has. */
final class SampleReports {
  static final String MODEL = "clip/ViT-B-32__random visual";
  static final Computer CARD =
      new Computer(
          "vulkan",
          "Imagined Card",
          false,
          Optional.of("0000:03:00.0"),
          Optional.of("imagined 1.2"),
          "ONNX Runtime 1.29.0");
  static final Computer PROCESSOR =
      new Computer("cpu", "CPU", false, Optional.empty(), Optional.empty(), "ONNX Runtime 1.29.0");

  private SampleReports() {}

  static Report of(Line... lines) {
    return new Report(
        Map.of("commit", "0123456789ab"),
        "2026-11-21T10:00:00+01:00",
        8,
        true,
        new Report.Machine(
            "Debian GNU/Linux 13 (trixie)",
            "6.12.48",
            "Imagined | Processor",
            16,
            Optional.of(JsonMapper.shared().readTree("{\"schema\": \"hearth.machine/1\"}")),
            "GPU  Imagined Card",
            "hearth  ready"),
        List.of(lines));
  }

  /** A line of every kind. */
  static Report full() {
    List<Line> lines = new ArrayList<>(List.of(PROCESSOR, CARD, CARD));
    lines.add(
        new Opened(
            "vulkan",
            MODEL,
            800,
            2000,
            3.5,
            361,
            2,
            Optional.of(1L << 28),
            Optional.of(1L << 30),
            Optional.of(1L << 28),
            "nvidia-smi"));
    lines.add(
        new Opened(
            "cpu",
            MODEL,
            700,
            90,
            40,
            0,
            363,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "none"));
    lines.add(direct("cpu", 8, 100));
    lines.add(direct("vulkan", 32, 1500));
    lines.add(engine("vulkan", 1, 12, Optional.of(0.4)));
    lines.add(engine("vulkan", 16, 20, Optional.of(0.7)));
    lines.add(new Proven("vulkan", MODEL, 361, 2, Optional.of(0.999), 0.9999999, 3.5, 40));
    lines.add(holds("outputs"));
    lines.add(new Skipped("vulkan", MODEL, "queue 32", "a | reason\nof two lines"));
    return of(lines.toArray(Line[]::new));
  }

  static Cell direct(String device, int n, double perSecond) {
    return new Cell(
        device,
        MODEL,
        Way.DIRECT,
        n,
        perSecond,
        10,
        12,
        99,
        3,
        Optional.of(30.0),
        Optional.empty(),
        Optional.empty());
  }

  static Cell engine(String device, int n, double p50, Optional<Double> utilization) {
    return new Cell(
        device,
        "clip/ViT-B-32__random",
        Way.ENGINE,
        n,
        500,
        p50,
        p50,
        99,
        3,
        Optional.empty(),
        Optional.of(0.95),
        utilization);
  }

  static Compared holds(String what) {
    return new Compared(
        "vulkan",
        MODEL,
        what,
        Optional.of(0.99999),
        Optional.empty(),
        Optional.empty(),
        true,
        "1 compared");
  }
}
