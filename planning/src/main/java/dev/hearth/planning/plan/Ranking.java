package dev.hearth.planning.plan;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.planning.Backend;
import dev.hearth.planning.doctor.Examination;
import java.util.Comparator;
import java.util.List;

/** Which place is better: discrete before integrated, a vendor's own backend before Vulkan. */
final class Ranking {
  private static final List<Backend> ORDER =
      List.of(
          Backend.CUDA,
          Backend.ROCM,
          Backend.OPENVINO,
          Backend.RKNN,
          Backend.ARMNN,
          Backend.VULKAN,
          Backend.CPU);

  private Ranking() {}

  /** A place with its accelerator. */
  record Spot(Examination.Place place, Accelerator accelerator) {
    Backend backend() {
      return place.backend();
    }

    /** As people call it. */
    String name() {
      return named(accelerator);
    }
  }

  /** As people call it. */
  static String named(Accelerator accelerator) {
    return accelerator.name().orElse(accelerator.id());
  }

  /** The best first; among equals the one with more memory, then the machine's order. */
  static List<Spot> best(List<Spot> spots) {
    return spots.stream()
        .sorted(
            Comparator.comparingInt((Spot spot) -> discrete(spot.accelerator()) ? 0 : 1)
                .thenComparingInt(spot -> ORDER.indexOf(spot.backend()))
                .thenComparing(Comparator.comparingLong(Ranking::memory).reversed()))
        .toList();
  }

  private static long memory(Spot spot) {
    return spot.accelerator().memory().dedicated().orElse(0L);
  }

  static boolean discrete(Accelerator accelerator) {
    return accelerator.form().asOptional().filter(Form.DISCRETE::equals).isPresent();
  }

  static boolean integrated(Accelerator accelerator) {
    return accelerator.form().asOptional().filter(Form.INTEGRATED::equals).isPresent();
  }
}
