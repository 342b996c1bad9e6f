package dev.hearth.planning.doctor;

import dev.hearth.planning.Backend;
import dev.hearth.planning.service.ServiceDescription;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What Immich wants to be told where it could use several accelerators of one backend. */
final class ManyAccelerators {
  private static final String SOURCE =
      "Immich docs: hardware-accelerated machine learning, multi-GPU";

  private ManyAccelerators() {}

  /**
   * The finding on a backend, where there is more than one place to run.
   *
   * @param ready all places where the service can run
   */
  static Optional<Finding> examine(
      ServiceDescription service, Backend backend, List<Examination.Place> ready) {
    List<String> ids =
        ready.stream()
            .filter(place -> place.backend() == backend)
            .map(Examination.Place::acceleratorId)
            .toList();
    if (!service.id().equals("immich-ml") || ids.size() < 2) {
      return Optional.empty();
    }
    About all = About.all(backend);
    return switch (backend) {
      case CUDA, OPENVINO ->
          Optional.of(
              all.warn("several-devices", "Immich uses one of these GPUs, unless told otherwise")
                  .because(String.join(", ", ids))
                  .remedy(settings(ids.size()))
                  .source(SOURCE));
      case ROCM ->
          Optional.of(
              all.skip(
                      "several-devices",
                      "whether Immich can use several of these GPUs is not known: its docs tell it of"
                          + " NVIDIA's and Intel's only")
                  .because(String.join(", ", ids))
                  .source(SOURCE));
      case CPU, ARMNN, RKNN, VULKAN -> Optional.empty();
    };
  }

  private static String settings(int count) {
    String numbers =
        IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(","));
    return "Set MACHINE_LEARNING_DEVICE_IDS="
        + numbers
        + " and MACHINE_LEARNING_WORKERS="
        + count
        + " in the container's environment";
  }
}
