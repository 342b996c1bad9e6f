package dev.hearth.deployment.edit;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What in a service's files is there for an accelerator, and goes when the service goes back to the
 * CPU.
 */
final class Accelerators {
  private static final List<String> NODES =
      List.of(
          "/dev/kfd",
          "/dev/dri",
          "/dev/dxg",
          "/dev/mali",
          "/dev/nvidia",
          "/dev/rknpu",
          "/dev/accel");
  private static final Pattern CDI = Pattern.compile("(?:nvidia|amd|intel)\\.com/[^=\\s]+=\\S+");

  private static final Set<String> MOUNTS =
      Set.of("/usr/lib/wsl", "/usr/lib/libmali.so", "/lib/firmware/mali_csffw.bin");

  private static final Set<String> SECURITY =
      Set.of("label=disable", "systempaths=unconfined", "apparmor=unconfined");

  private static final Set<String> RUNTIMES = Set.of("nvidia", "amd");

  private static final Pattern VARIABLE =
      Pattern.compile(
          "HSA_OVERRIDE_GFX_VERSION(?:_\\d+)?|HSA_USE_SVM|HSA_ENABLE_SDMA"
              + "|(?:ROCR|HIP|CUDA|NVIDIA|GGML_VK)_VISIBLE_DEVICES|NVIDIA_DRIVER_CAPABILITIES"
              + "|OLLAMA_(?:IGPU_ENABLE|VULKAN|LLM_LIBRARY)"
              + "|MACHINE_LEARNING_(?:DEVICE_IDS|RKNN|RKNN_THREADS|OPENVINO_PRECISION"
              + "|OPENVINO_NUM_THREADS|ROCM_PRECISION|ANN|ANN_FP16_TURBO|ANN_TUNING_LEVEL)");

  /** Groups of nodes are the system's; those of people begin here. */
  private static final int FIRST_OF_PEOPLE = 1000;

  private Accelerators() {}

  /** Whether a device is an accelerator's, as files write it: with a path inside, optional. */
  static boolean device(String written) {
    String outside = outside(written);
    return CDI.matcher(outside).matches() || NODES.stream().anyMatch(outside::startsWith);
  }

  /** The node of this machine, or the CDI name, in a device as files write it. */
  static String outside(String written) {
    String device = written.strip().replaceFirst("^-", "");
    int colon = device.startsWith("/") ? device.indexOf(':') : -1;
    return colon < 0 ? device : device.substring(0, colon);
  }

  static boolean variable(String name) {
    return VARIABLE.matcher(name).matches();
  }

  static boolean mount(String target) {
    return MOUNTS.contains(target);
  }

  /** Whether an option is one that accelerators need; Docker also takes a colon for the equals. */
  static boolean security(String option) {
    return SECURITY.contains(option.replace(':', '='));
  }

  static boolean runtime(String name) {
    return RUNTIMES.contains(name);
  }

  /** Whether a group is one that device nodes belong to. */
  static boolean group(String name) {
    return Set.of("video", "render", "keep-groups").contains(name)
        || (name.matches("\\d{1,9}") && Integer.parseInt(name) < FIRST_OF_PEOPLE);
  }
}
