package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The device nodes of NVIDIA's driver, which no kernel subsystem creates. */
final class NvidiaNodes {
  private static final String SOURCE =
      "NVIDIA container toolkit: 99-nvidia-cdi-refresh.rules; NVIDIA docs: device nodes";

  /** The nodes of /dev/nvidia* without which CUDA does not begin. */
  private static final Set<String> NEEDED = Set.of("/dev/nvidiactl", "/dev/nvidia-uvm");

  private NvidiaNodes() {}

  /** Whether CUDA opens this node. A Jetson has others, and needs them all. */
  static boolean needed(Accelerator accelerator, DeviceNode node) {
    return node.role() == Role.NVIDIA
        || (node.role() == Role.NVIDIA_CONTROL
            && (JetsonRules.concern(accelerator) || NEEDED.contains(node.path())));
  }

  private static List<DeviceNode> needed(Accelerator accelerator) {
    return accelerator.nodes().stream().filter(node -> needed(accelerator, node)).toList();
  }

  /** Those that CUDA opens and that are not there. */
  static List<String> missing(Accelerator accelerator) {
    return needed(accelerator).stream()
        .filter(node -> !node.present())
        .map(DeviceNode::path)
        .toList();
  }

  static List<Finding> examine(Case examined, Accelerator accelerator) {
    List<DeviceNode> needed = needed(accelerator);
    List<String> missing = missing(accelerator);
    if (needed.isEmpty() || !missing.isEmpty()) {
      return List.of(missing(examined, accelerator, needed));
    }
    About about = examined.about(accelerator);
    List<Finding> findings = new ArrayList<>();
    findings.add(
        about
            .pass("nodes", "NVIDIA's device nodes are there")
            .because(String.join(", ", needed.stream().map(DeviceNode::path).toList()))
            .source(SOURCE));
    needed.forEach(node -> findings.add(access(examined, about, node)));
    return findings;
  }

  private static Finding access(Case examined, About about, DeviceNode node) {
    return node.role() == Role.NVIDIA
        ? NodeAccess.of(examined, node, about, "node-access")
        : NodeAccess.of(examined, node, examined.all(), "control-access");
  }

  /** That some of the nodes that a program opens are not there. */
  static Finding missing(Case examined, Accelerator accelerator, List<DeviceNode> needed) {
    List<String> paths =
        needed.stream().filter(node -> !node.present()).map(DeviceNode::path).toList();
    String named = CdiRules.missingNodes(examined);
    return examined
        .about(accelerator)
        .fail("nodes", "NVIDIA's device nodes are missing, although its driver is loaded")
        .because(
            (paths.isEmpty() ? "no /dev/nvidia* was found" : "missing: " + String.join(", ", paths))
                + (named.isEmpty() ? "" : "; named by " + named))
        .remedy(
            JetsonRules.concern(accelerator)
                ? "sudo dmesg | grep -i nvgpu  # tells why"
                : create(examined))
        .source(SOURCE);
  }

  /** Creates the nodes now, and at every boot when the driver is loaded. */
  static String create(Case examined) {
    String command =
        switch (examined.host().engines().nvidiaToolkit()) {
          case Reading.Known<String>(String program) ->
              program + " system create-device-nodes --control-devices --load-kernel-modules";
          case Reading.Unknown<String> _ -> "/usr/bin/nvidia-modprobe -u -c0";
        };
    return "sudo "
        + command
        + " && echo 'ACTION==\"add\", DEVPATH==\"/bus/pci/drivers/nvidia\", RUN+=\""
        + command
        + "\"' | sudo tee /etc/udev/rules.d/70-hearth-nvidia.rules"
        + "  # now, and by the rule at every boot";
  }
}
