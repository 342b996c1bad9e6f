package dev.hearth.machine.accelerator;

import dev.hearth.machine.Reading;
import java.util.List;
import java.util.Optional;

/**
 * One GPU or NPU.
 *
 * @param id stable over reboots and cable changes as long as it stays in its slot: {@code
 *     pci-0000:c4:00.0}, {@code pci-0000:c4:00.0-xcp1} for a partition, {@code
 *     platform-fb000000.gpu} where there is no PCI, {@code wsl-0} behind /dev/dxg
 * @param kind GPU or NPU
 * @param vendor who made it
 * @param name the product's name
 * @param architecture what kernels are compiled for: {@code gfx1103}, compute capability {@code
 *     8.9}, {@code rk3588}, {@code valhall}
 * @param form integrated or discrete
 * @param pci its PCI identity; empty on platforms without PCI
 * @param driver the kernel driver bound to it: amdgpu, nvidia, nouveau, i915, xe, vfio-pci, …
 * @param nodes the device nodes a program opens, present or not
 * @param memory where its data can lie
 * @param computeUnits AMD CUs, NVIDIA SMs, NPU cores
 * @param details what only this vendor has
 */
public record Accelerator(
    String id,
    Kind kind,
    Vendor vendor,
    Reading<String> name,
    Reading<String> architecture,
    Reading<Form> form,
    Optional<PciIdentity> pci,
    Reading<String> driver,
    List<DeviceNode> nodes,
    AcceleratorMemory memory,
    Reading<Integer> computeUnits,
    Details details) {

  public Accelerator {
    nodes = List.copyOf(nodes);
  }

  /** What sort of accelerator. */
  public enum Kind {
    GPU,
    NPU
  }

  /** Whether it has memory of its own. */
  public enum Form {
    INTEGRATED,
    DISCRETE
  }

  /** The node of a role, be it present or not. */
  public Optional<DeviceNode> node(DeviceNode.Role role) {
    return nodes.stream().filter(node -> node.role() == role).findFirst();
  }

  /** Whether this kernel driver is bound to it. */
  public boolean drivenBy(String name) {
    return driver.asOptional().filter(name::equals).isPresent();
  }
}
