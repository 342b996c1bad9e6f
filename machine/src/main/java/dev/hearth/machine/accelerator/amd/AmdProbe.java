package dev.hearth.machine.accelerator.amd;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.accelerator.PciIdentity;
import dev.hearth.machine.accelerator.pci.DeviceNames;
import dev.hearth.machine.accelerator.pci.DrmNodes;
import dev.hearth.machine.accelerator.pci.PciBus;
import dev.hearth.machine.accelerator.pci.PciDevice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds AMD's GPUs and NPUs. PCI tells which are there, KFD which of them can compute, DRM through
 * which nodes. No render node makes a GPU: an unpartitioned MI300 has seven idle ones.
 */
public final class AmdProbe {
  private final Machine machine;
  private final DrmNodes drm;
  private final DeviceNames names;
  private final KfdTopology kfd;
  private final Set<String> ids = new HashSet<>();
  private final List<Accelerator> found = new ArrayList<>();

  private AmdProbe(Machine machine, DrmNodes drm, DeviceNames names) {
    this.machine = machine;
    this.drm = drm;
    this.names = names;
    this.kfd = KfdTopology.read(machine);
  }

  /**
   * AMD's accelerators, partitions of a GPU one by one.
   *
   * @param devices all of {@link PciBus#displays(Machine)}; other makers' are passed over
   */
  public static List<Accelerator> probe(
      Machine machine, List<PciDevice> devices, DrmNodes drm, DeviceNames names) {
    AmdProbe probe = new AmdProbe(machine, drm, names);
    probe.find(devices);
    return List.copyOf(probe.found);
  }

  private void find(List<PciDevice> devices) {
    List<PciDevice> gpus =
        devices.stream().filter(device -> device.identity().vendorId() == PciBus.AMD).toList();
    KfdJoin join = KfdJoin.of(kfd.gpus(), gpus, drm);
    gpus.forEach(device -> add(device, join.nodes(device)));
    join.alone().forEach((gpu, nodes) -> add(unseen(gpu.slot(), nodes), nodes));
    devices.stream()
        .filter(device -> device.identity().vendorId() == PciBus.AMD_PROCESSORS)
        .forEach(device -> found.add(AmdNpu.of(device, drm, names)));
  }

  private void add(PciDevice device, List<KfdNode> nodes) {
    AmdGpu gpu = new AmdGpu(machine, drm, id(device, nodes), device, name(device), kfd.absence());
    Slices.of(machine, device.path(), nodes).forEach(slice -> found.add(gpu.accelerator(slice)));
  }

  /** Two GPUs that KFD puts into one slot, where PCI cannot tell better, are two all the same. */
  private String id(PciDevice device, List<KfdNode> nodes) {
    String id = "pci-" + device.address();
    if (ids.add(id)) {
      return id;
    }
    return nodes.isEmpty() ? id : id + "-kfd" + nodes.getFirst().number();
  }

  /** What a server card says of itself is the last resort: mostly it says nothing. */
  private Reading<String> name(PciDevice device) {
    Reading<String> listed = names.name(device.identity());
    return listed.or(() ->
        machine
            .text(device.path() + "/product_name")
            .flatMap(own -> own.isEmpty() ? listed : Reading.known(own))
            .or(() -> listed));
  }

  /** A GPU that KFD shows and PCI does not, as in a container without /sys/bus. */
  private static PciDevice unseen(PciAddress slot, List<KfdNode> nodes) {
    PciAddress address = nodes.size() == 1 ? nodes.getFirst().address() : slot;
    String path = PciBus.path(address);
    return new PciDevice(
        new PciIdentity(
            address,
            PciBus.AMD,
            nodes.getFirst().deviceId(),
            unseen(path, "class"),
            unseen(path, "revision"),
            unseen(path, "subsystem_vendor"),
            unseen(path, "subsystem_device"),
            unseen(path, "current_link_width"),
            unseen(path, "current_link_speed")),
        path,
        // KFD is a part of amdgpu: no other driver could have made the node.
        Reading.known("amdgpu"));
  }

  private static <T> Reading<T> unseen(String path, String file) {
    return Reading.unknown(path + "/" + file + " does not exist");
  }
}
