package dev.hearth.deployment.bundle;

import dev.hearth.planning.Version;
import dev.hearth.planning.VersionRange;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A variable that keeps Ollama from a GPU, or that people set in vain.
 *
 * @param name the variable
 * @param versions of Ollama
 * @param values those that do so
 * @param stops whether Ollama then computes on the CPU
 * @param why in a sentence
 */
record Disturbance(String name, VersionRange versions, Pattern values, boolean stops, String why) {
  private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);
  private static final Pattern NONE = Pattern.compile("-1|none|NoDevFiles|");

  /** A value that names what is there: 0, 0,1, GPU-…. */
  private static final Pattern SOME = Pattern.compile("(?!-1$|none$|NoDevFiles$).+");

  private static final Pattern ROCM = Pattern.compile("(?i).*(?:rocm|/hip).*");
  private static final Pattern OFF = Pattern.compile("(?i)0|f|false");
  private static final Pattern CPU = Pattern.compile("(?i)cpu.*");

  /** Three decimal numbers, or ROCm finds no GPU at all. */
  private static final Pattern NO_OVERRIDE =
      Pattern.compile("(?!\\d{1,2}\\.\\d{1,3}\\.\\d{1,3}$).*", Pattern.DOTALL);

  /** Source: Ollama's envconfig and discover packages, read for 0.11.0 to 0.33.0. */
  static final List<Disturbance> ALL =
      List.of(
          stops("ROCR_VISIBLE_DEVICES", VersionRange.ALWAYS, NONE, "hides every GPU from ROCm"),
          stops("HIP_VISIBLE_DEVICES", VersionRange.ALWAYS, NONE, "hides every GPU from HIP"),
          stops("GPU_DEVICE_ORDINAL", VersionRange.ALWAYS, NONE, "hides every GPU from HIP"),
          stops(
              "CUDA_VISIBLE_DEVICES",
              VersionRange.ALWAYS,
              NONE,
              "hides every GPU: HIP heeds it as well"),
          stops(
              "HSA_OVERRIDE_GFX_VERSION",
              VersionRange.ALWAYS,
              NO_OVERRIDE,
              "is not of three numbers, as 11.0.0: ROCm then finds no GPU"),
          stops("OLLAMA_IGPU_ENABLE", since(0, 30, 0), OFF, "keeps Ollama from integrated GPUs"),
          stops("OLLAMA_LLM_LIBRARY", VersionRange.ALWAYS, CPU, "makes Ollama use the CPU"),
          minds(
              "HIP_VISIBLE_DEVICES",
              VersionRange.ALWAYS,
              SOME,
              "counts what ROCR_VISIBLE_DEVICES leaves: with both, another GPU or none is used"),
          minds(
              "CUDA_VISIBLE_DEVICES",
              VersionRange.ALWAYS,
              SOME,
              "is heeded by HIP as well, and counts AMD's GPUs too"),
          minds(
              "GPU_DEVICE_ORDINAL",
              VersionRange.ALWAYS,
              SOME,
              "counts what ROCR_VISIBLE_DEVICES leaves: with both, another GPU or none is used"),
          minds(
              "LD_LIBRARY_PATH",
              VersionRange.ALWAYS,
              ROCM,
              "leads to another ROCm, whose libraries do not fit Ollama's"),
          minds("OLLAMA_NEW_ENGINE", since(0, 30, 0), ANY, "has no effect since 0.30.0"),
          minds("OLLAMA_INTEL_GPU", since(0, 12, 11), ANY, "has no effect since 0.12.11"),
          minds(
              "OLLAMA_NUM_GPU",
              VersionRange.ALWAYS,
              ANY,
              "never had an effect on the server: num_gpu is an option of a request"));

  /** Whether a value of it does harm with a version. */
  boolean holds(Version ollama, String value) {
    return versions.contains(ollama) && values.matcher(value).matches();
  }

  private static Disturbance stops(String name, VersionRange versions, Pattern values, String why) {
    return new Disturbance(name, versions, values, true, why);
  }

  private static Disturbance minds(String name, VersionRange versions, Pattern values, String why) {
    return new Disturbance(name, versions, values, false, why);
  }

  private static VersionRange since(Integer... numbers) {
    return new VersionRange(Optional.of(new Version(List.of(numbers))), Optional.empty());
  }
}
