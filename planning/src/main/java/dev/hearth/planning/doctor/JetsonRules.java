package dev.hearth.planning.doctor;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.planning.Version;
import java.util.Optional;

/** NVIDIA's Jetson boards, whose driver is not the servers', so that programs must be built for. */
final class JetsonRules {
  private static final String ID = "jetson";

  /** The release of Jetson Linux that Ollama's last archive of its own is for. */
  private static final int LAST_OF_ITS_OWN = 36;

  /** JetPack 5 is Jetson Linux 35, 6 is 36. */
  private static final int JETPACK = 30;

  private JetsonRules() {}

  static boolean concern(Accelerator accelerator) {
    return accelerator.drivenBy("nvgpu")
        || (accelerator.details() instanceof Details.Nvidia nvidia
            && nvidia.jetson().asOptional().isPresent());
  }

  static Finding examine(Case examined, Accelerator accelerator) {
    About about = examined.about(accelerator);
    String evidence = evidence(accelerator);
    return switch (examined.service().id()) {
      case "ollama" ->
          about
              .warn(ID, "Ollama has builds of its own for this Jetson")
              .because(evidence)
              .remedy(ollama(accelerator))
              .source("Ollama docs: docker.mdx and linux.mdx");
      case "finbert" ->
          about
              .fail(ID, "PyTorch's default aarch64 wheels are for servers, not for a Jetson")
              .because(evidence)
              .remedy("Install the wheels that NVIDIA builds for this JetPack, or use the CPU")
              .source("NVIDIA docs: PyTorch for Jetson platform");
      case "immich-ml" ->
          about
              .fail(ID, "Immich has no image for a Jetson: its CUDA image is for PCs")
              .because(evidence)
              .remedy("Use the CPU image")
              .source("Immich: machine-learning/Dockerfile");
      default ->
          about
              .warn(ID, "a Jetson's GPU wants programs that were built for its JetPack")
              .because(evidence)
              .source("NVIDIA docs: Jetson containers");
    };
  }

  private static String evidence(Accelerator accelerator) {
    return accelerator.details() instanceof Details.Nvidia nvidia
        ? Evidence.of("Jetson Linux", nvidia.jetson())
        : Evidence.of("driver", accelerator.driver());
  }

  private static Optional<Integer> release(Accelerator accelerator) {
    return accelerator.details() instanceof Details.Nvidia nvidia
        ? nvidia.jetson().asOptional().flatMap(Version::parse).map(Version::major)
        : Optional.empty();
  }

  private static String ollama(Accelerator accelerator) {
    Optional<Integer> release = release(accelerator);
    if (release.filter(number -> number > LAST_OF_ITS_OWN).isPresent()) {
      return "Take the archive for arm64; in a container: runtime: nvidia";
    }
    String jetpack =
        release
            .filter(number -> number > JETPACK)
            .map(number -> "" + (number - JETPACK))
            .orElse("5 or 6, as yours is");
    return "In a container: runtime: nvidia, and JETSON_JETPACK="
        + jetpack
        + " in its environment; without one: unpack ollama-linux-arm64-jetpack"
        + jetpack
        + " beside ollama-linux-arm64";
  }
}
