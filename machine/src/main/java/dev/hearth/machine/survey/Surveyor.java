package dev.hearth.machine.survey;

import dev.hearth.machine.Machine;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.amd.AmdProbe;
import dev.hearth.machine.accelerator.arm.ArmProbe;
import dev.hearth.machine.accelerator.intel.IntelProbe;
import dev.hearth.machine.accelerator.nvidia.NvidiaProbe;
import dev.hearth.machine.accelerator.pci.DeviceNames;
import dev.hearth.machine.accelerator.pci.DrmNodes;
import dev.hearth.machine.accelerator.pci.PciBus;
import dev.hearth.machine.accelerator.pci.PciDevice;
import dev.hearth.machine.accelerator.wsl.WslProbe;
import dev.hearth.machine.host.CdiProbe;
import dev.hearth.machine.host.Host;
import dev.hearth.machine.host.HostProbe;
import dev.hearth.machine.nvml.Nvml;
import dev.hearth.machine.vulkan.VulkanProbe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Asks all probes, and puts together what they say. */
public final class Surveyor {
  /** What a person looks for first comes first. */
  private static final Comparator<Accelerator> ORDER =
      Comparator.comparing(Accelerator::kind)
          .thenComparing(
              each -> each.form().orElse(Accelerator.Form.INTEGRATED), Comparator.reverseOrder())
          .thenComparing(Accelerator::id);

  private Surveyor() {}

  /**
   * All there is to know of a machine.
   *
   * @param nvml NVIDIA's library, or what stands for it
   * @param depth whether container engines are asked too
   */
  public static Survey survey(Machine machine, Nvml nvml, HostProbe.Depth depth) {
    List<PciDevice> pci = PciBus.displays(machine);
    DrmNodes drm = DrmNodes.of(machine);
    DeviceNames names = DeviceNames.of(machine);
    List<Accelerator> found = new ArrayList<>();
    found.addAll(AmdProbe.probe(machine, pci, drm, names));
    found.addAll(NvidiaProbe.probe(machine, pci, drm, names, nvml));
    found.addAll(IntelProbe.probe(machine, pci, drm, names));
    found.addAll(ArmProbe.probe(machine, drm));
    found.addAll(WslProbe.probe(machine, nvml));
    found.sort(ORDER);
    Host host = HostProbe.read(machine, depth, CdiProbe.probe(machine), VulkanProbe.read(machine));
    return new Survey(host, found);
  }
}
