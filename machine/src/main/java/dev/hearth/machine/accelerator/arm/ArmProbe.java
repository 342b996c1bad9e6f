package dev.hearth.machine.accelerator.arm;

import dev.hearth.machine.Machine;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.accelerator.pci.DrmNodes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Accelerators that hang on no PCI, and the virtual one that may: by DRM and accel nodes, by the
 * nodes of vendors' drivers, and, where there is a device tree, by the GPUs and NPUs in it that no
 * driver holds.
 */
public final class ArmProbe {
  private static final String PLATFORM_DEVICES = "/sys/bus/platform/devices";

  private final Machine machine;
  private final DrmNodes drm;
  private final List<Accelerator> found = new ArrayList<>();

  private ArmProbe(Machine machine, DrmNodes drm) {
    this.machine = machine;
    this.drm = drm;
  }

  /** All of them: GPUs, then NPUs. */
  public static List<Accelerator> probe(Machine machine, DrmNodes drm) {
    return new ArmProbe(machine, drm).probe();
  }

  private List<Accelerator> probe() {
    List<PlatformDevice> devices = drmDevices();
    boolean board = DeviceTree.compatible(machine).asOptional().isPresent();
    MaliGpus malis = new MaliGpus(machine);
    RockchipNpu npu = new RockchipNpu(machine, devices, drm);
    malis.kbase().ifPresent(found::add);
    addVirtio();
    for (PlatformDevice device : devices) {
      List<DeviceNode> nodes = drm.of(device.name());
      if (MaliGpus.isMali(device)) {
        found.add(malis.mainline(device, nodes));
      } else {
        PlatformGpus.of(device, nodes).ifPresent(found::add);
      }
    }
    if (board || !devices.isEmpty()) {
      npu.probe().ifPresent(found::add);
    }
    if (board) {
      addUnbound(malis, npu);
    }
    return List.copyOf(found);
  }

  private void addVirtio() {
    VirtioGpu virtio = new VirtioGpu(machine);
    for (String name : sorted(drm.devices())) {
      virtio.of(name, drm.of(name)).ifPresent(found::add);
    }
  }

  private List<PlatformDevice> drmDevices() {
    List<PlatformDevice> devices = new ArrayList<>();
    for (String name : sorted(drm.devices())) {
      List<DeviceNode> nodes = drm.of(name);
      if (!nodes.isEmpty() && PciAddress.parse(name).isEmpty()) {
        devices.add(PlatformDevice.of(machine, name, PlatformGpus.folder(nodes.getFirst())));
      }
    }
    return devices;
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  /** The GPUs and NPUs of the device tree that were not met yet; the cores of an NPU are one. */
  private void addUnbound(MaliGpus malis, RockchipNpu npu) {
    Set<String> met = new HashSet<>();
    found.forEach(each -> met.add(each.id()));
    boolean npuMet = found.stream().anyMatch(each -> each.kind() == Accelerator.Kind.NPU);
    for (String name : machine.namesOrNone(PLATFORM_DEVICES)) {
      if (!name.endsWith(".gpu") && !name.endsWith(".npu")) {
        continue;
      }
      PlatformDevice device = PlatformDevice.of(machine, name, PLATFORM_DEVICES + "/" + name);
      boolean bound = device.driver().asOptional().isPresent();
      if (bound || met.contains(device.id())) {
        continue;
      }
      if (RockchipNpu.isCore(device) && !npuMet) {
        found.add(npu.unbound(device));
        npuMet = true;
      } else if (MaliGpus.isMali(device)) {
        found.add(malis.mainline(device, List.of()));
      }
    }
    if (!npuMet) {
      npu.unknownToThisKernel().ifPresent(found::add);
    }
  }
}
