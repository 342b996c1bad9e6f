package dev.hearth.deployment.edit;

import dev.hearth.deployment.unit.UnitText;
import dev.hearth.deployment.unit.Words;
import dev.hearth.planning.plan.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds settings in units of others that stand against a plan. */
final class Disturbances {
  private static final Map<String, String> VARIABLES =
      Map.of(
          "CUDA_VISIBLE_DEVICES", "it also counts for AMD's GPUs, and may hide the planned one",
          "HIP_VISIBLE_DEVICES", "it counts on top of ROCR_VISIBLE_DEVICES, with other numbers",
          "GPU_DEVICE_ORDINAL", "it counts on top of ROCR_VISIBLE_DEVICES, with other numbers",
          "LD_LIBRARY_PATH", "it may bring the libraries of another ROCm",
          "OLLAMA_INTEL_GPU", "Ollama no longer knows it",
          "OLLAMA_NEW_ENGINE", "Ollama no longer knows it since 0.30",
          "OLLAMA_NUM_GPU", "Ollama's server never knew it",
          "OLLAMA_LLM_LIBRARY",
              "it must be the name of a folder of libraries, and hides the GPU when that changes");

  /** What keeps a unit from device nodes. */
  private static final Map<String, String> HARDENING =
      Map.of("PrivateDevices", "yes", "DevicePolicy", "closed");

  private Disturbances() {}

  /** Advice about one file, as sentences. */
  static List<String> in(Path path, UnitText file, Plan plan) {
    List<String> advice = new ArrayList<>();
    for (UnitText.Setting setting : file.settings()) {
      boolean service = setting.section().equals("Service");
      if (setting.key().equals("Environment") && !service) {
        advice.add(
            "Environment= of "
                + path
                + " is not below [Service], and systemd ignores it: write [Service] above it");
      } else if (setting.key().equals("Environment")) {
        Words.split(setting.value()).stream()
            .map(Words.Word::text)
            .filter(word -> word.indexOf('=') > 0)
            .forEach(word -> variable(path, word, plan).ifPresent(advice::add));
      } else if (service && blocks(setting) && !plan.access().nodes().isEmpty()) {
        advice.add(
            setting.key()
                + "="
                + setting.value()
                + " of "
                + path
                + " keeps the service from "
                + String.join(", ", plan.access().nodes())
                + ": override it in a drop-in");
      }
    }
    return advice;
  }

  private static boolean blocks(UnitText.Setting setting) {
    return Optional.ofNullable(HARDENING.get(setting.key()))
        .filter(value ->
            setting.value().equals(value)
                || (value.equals("yes") && setting.value().matches("true|on|1"))
                || setting.value().equals("strict"))
        .isPresent();
  }

  private static Optional<String> variable(Path path, String word, Plan plan) {
    String name = word.substring(0, word.indexOf('='));
    String value = word.substring(word.indexOf('=') + 1);
    boolean planned = plan.environment().stream().anyMatch(each -> each.name().equals(name));
    if (planned) {
      return Optional.empty();
    }
    boolean hidden = name.endsWith("_VISIBLE_DEVICES") && value.equals("-1");
    return Optional.ofNullable(VARIABLES.get(name))
        .or(() -> hidden ? Optional.of("it hides every GPU") : Optional.empty())
        .map(why -> path + " sets " + word + ": " + why + ". Take it out, if nobody needs it");
  }
}
