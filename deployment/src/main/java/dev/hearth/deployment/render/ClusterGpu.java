package dev.hearth.deployment.render;

import dev.hearth.planning.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a cluster hands out for a backend, and by which labels its nodes are known.
 *
 * @param resource of a device plugin: amd.com/gpu
 * @param labels that Node Feature Discovery gives to nodes that have one, any of them
 * @param needs what the cluster must have for it, in a sentence
 */
record ClusterGpu(String resource, List<String> labels, String needs) {
  private static final String AMD = "1002";
  private static final String NVIDIA = "10de";
  private static final String INTEL = "8086";

  /** The kernel driver's name, where the accelerator was chosen with it said. */
  private static final Pattern XE = Pattern.compile("\\bxe\\b");

  ClusterGpu {
    labels = List.copyOf(labels);
  }

  /** Empty where the backend computes on the CPU, or opens device nodes itself. */
  static Optional<ClusterGpu> of(Plan plan) {
    return switch (plan.backend()) {
      case CPU, ARMNN, RKNN -> Optional.empty();
      case ROCM ->
          Optional.of(
              new ClusterGpu(
                  "amd.com/gpu",
                  Stream.concat(classes(AMD), Stream.of(pci("1200", AMD))).toList(),
                  "AMD's device plugin gives amd.com/gpu."));
      case CUDA ->
          Optional.of(
              new ClusterGpu(
                  "nvidia.com/gpu",
                  classes(NVIDIA).toList(),
                  "NVIDIA's device plugin gives nvidia.com/gpu; where nvidia is not the default"
                      + " runtime of the nodes, add runtimeClassName: nvidia."));
      case OPENVINO -> Optional.of(intel(plan));
      case VULKAN ->
          throw Refusals.unprocessable(
              "A cluster hands out GPUs by vendor, and Vulkan is no vendor's",
              "the plan's backend is vulkan",
              "Render it with --backend rocm, cuda or openvino.");
    };
  }

  private static ClusterGpu intel(Plan plan) {
    boolean xe =
        plan.choices().stream()
            .filter(choice -> choice.what().equals("accelerator"))
            .anyMatch(choice -> XE.matcher(choice.value() + " " + choice.reason()).find());
    return new ClusterGpu(
        xe ? "gpu.intel.com/xe" : "gpu.intel.com/i915",
        classes(INTEL).toList(),
        "Intel's device plugin gives gpu.intel.com/i915 or gpu.intel.com/xe, by the kernel driver"
            + " of the node's GPU: lspci -k.");
  }

  /** VGA, 3D and other displays. */
  private static Stream<String> classes(String vendor) {
    return Stream.of("0300", "0302", "0380").map(type -> pci(type, vendor));
  }

  private static String pci(String type, String vendor) {
    return "feature.node.kubernetes.io/pci-" + type + "_" + vendor + ".present";
  }
}
