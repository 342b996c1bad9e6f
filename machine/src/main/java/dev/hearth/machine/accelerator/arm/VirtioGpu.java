package dev.hearth.machine.accelerator.arm;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.AcceleratorMemory;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.accelerator.Vendor;
import java.util.List;
import java.util.Optional;

/**
 * A virtual machine's GPU. All have a render node, and most only draw a screen; it is an
 * accelerator where the host offers Vulkan through it (Venus and its like). Source: the virtio
 * device's {@code features}, a digit a bit, lowest first; Linux include/uapi/linux/virtio_gpu.h.
 */
final class VirtioGpu {
  private static final String DRIVER = "virtio_gpu";
  private static final String PCI = "/sys/bus/pci/devices/";
  private static final String VIRTIO = "/sys/bus/virtio/devices/";

  /** Virgl, blob resources, context types: what Venus wants of the device. */
  private static final int[] VULKAN = {0, 3, 4};

  private final Machine machine;

  VirtioGpu(Machine machine) {
    this.machine = machine;
  }

  /**
   * The accelerator of a device with DRM nodes; empty where it is none.
   *
   * @param device a virtio device, or the PCI device it sits on, as kernels from 6.1 on say
   */
  Optional<Accelerator> of(String device, List<DeviceNode> nodes) {
    boolean onPci = PciAddress.parse(device).isPresent();
    Optional<String> folder =
        onPci
            ? behindPci(device)
            : Optional.of(VIRTIO + device).filter(_ -> device.startsWith("virtio"));
    return folder
        .filter(each -> drives(each) && hasVulkan(each))
        .map(_ -> accelerator((onPci ? "pci-" : "platform-") + device, nodes));
  }

  private Optional<String> behindPci(String address) {
    if (!machine.targetName(PCI + address + "/driver").orElse("").equals("virtio-pci")) {
      return Optional.empty();
    }
    return machine.namesOrNone(PCI + address).stream()
        .filter(name -> name.startsWith("virtio"))
        .map(name -> PCI + address + "/" + name)
        .findFirst();
  }

  private boolean drives(String folder) {
    return machine.targetName(folder + "/driver").orElse("").equals(DRIVER);
  }

  private boolean hasVulkan(String folder) {
    String features = machine.text(folder + "/features").orElse("");
    for (int bit : VULKAN) {
      if (bit >= features.length() || features.charAt(bit) != '1') {
        return false;
      }
    }
    return true;
  }

  private static Accelerator accelerator(String id, List<DeviceNode> nodes) {
    String reason = "the host does not tell it";
    return new Accelerator(
        id,
        Accelerator.Kind.GPU,
        Vendor.OTHER,
        Reading.known("virtio GPU, Vulkan of the host"),
        Reading.unknown(reason),
        Reading.unknown(reason),
        Optional.empty(),
        Reading.known(DRIVER),
        nodes,
        AcceleratorMemory.unknown(reason),
        Reading.unknown(reason),
        new Details.None());
  }
}
