package dev.hearth.machine.accelerator.nvidia;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Numbers;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.pci.Nodes;
import java.util.ArrayList;
import java.util.List;

/**
 * What MIG cuts a GPU into: GPU instances giN, and in each of them compute instances ciN. The
 * folder is there on whole GPUs too, empty. Source:
 * /proc/driver/nvidia/capabilities/gpuN/mig/giN/{access,ciN/access}, "DeviceFileMinor: 12".
 */
final class Instances {
  private static final String MINOR = "DeviceFileMinor:";

  private final Machine machine;
  private final String folder;

  Instances(Machine machine, int minor) {
    this.machine = machine;
    this.folder = "/proc/driver/nvidia/capabilities/gpu" + minor + "/mig";
  }

  /** Known to be cut where there is an instance. */
  Reading<Boolean> any() {
    return named(folder, "gi").isEmpty()
        ? Reading.unknown(folder + " lists no instance, and only NVML tells the mode")
        : Reading.known(true);
  }

  /** The node of each GPU instance, and of each compute instance behind it. */
  List<DeviceNode> nodes() {
    List<DeviceNode> nodes = new ArrayList<>();
    for (String gpuInstance : named(folder, "gi")) {
      add(nodes, gpuInstance);
      named(gpuInstance, "ci").forEach(computeInstance -> add(nodes, computeInstance));
    }
    return nodes;
  }

  private List<String> named(String parent, String prefix) {
    return machine.namesOrNone(parent).stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> parent + "/" + name)
        .toList();
  }

  private void add(List<DeviceNode> nodes, String instance) {
    String file = instance + "/access";
    machine.lines(file).orElse(List.of()).stream()
        .filter(line -> line.startsWith(MINOR))
        .flatMap(line ->
            Numbers.parse(line.substring(MINOR.length()).strip(), file).asOptional().stream())
        .map(minor -> "/dev/nvidia-caps/nvidia-cap" + Long.toUnsignedString(minor))
        .map(path -> Nodes.of(machine, path, Role.NVIDIA_INSTANCE))
        .forEach(nodes::add);
  }
}
