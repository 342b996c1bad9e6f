package dev.hearth.machine.accelerator.nvidia;

import dev.hearth.machine.Machine;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.pci.DeviceNames;
import dev.hearth.machine.accelerator.pci.DrmNodes;
import dev.hearth.machine.accelerator.pci.PciBus;
import dev.hearth.machine.accelerator.pci.PciDevice;
import dev.hearth.machine.nvml.Nvml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds NVIDIA's GPUs, whatever driver they have. */
public final class NvidiaProbe {
  private NvidiaProbe() {}

  /**
   * All NVIDIA GPUs by address, then the one of a Jetson board.
   *
   * @param displays the devices of {@link PciBus#displays}; those of other makers are passed over
   * @param nvml asked only where that neither loads a module, nor makes nodes, nor wakes a GPU
   */
  public static List<Accelerator> probe(
      Machine machine, List<PciDevice> displays, DrmNodes drm, DeviceNames names, Nvml nvml) {
    List<PciDevice> cards =
        displays.stream().filter(device -> device.identity().vendorId() == PciBus.NVIDIA).toList();
    List<Accelerator> found = new ArrayList<>();
    if (!cards.isEmpty()) {
      Nvml asked = answering(machine, cards, nvml);
      CardProbe probe = new CardProbe(machine, drm, names, asked);
      cards.forEach(card -> found.add(probe.accelerator(card)));
    }
    boolean thorIsOnPci = found.stream().anyMatch(CardProbe::isIntegrated);
    if (!thorIsOnPci) {
      JetsonProbe.probe(machine, drm).ifPresent(found::add);
    }
    return List.copyOf(found);
  }

  /**
   * NVML where asking changes nothing. Its library runs nvidia-modprobe, which loads the module and
   * makes the nodes that are missing, and it powers up a GPU that sleeps.
   */
  private static Nvml answering(Machine machine, List<PciDevice> cards, Nvml nvml) {
    List<PciDevice> driven =
        cards.stream().filter(card -> card.drivenBy(DriverFiles.DRIVER)).toList();
    return reasonNotToAsk(machine, driven).map(Nvml::absent).orElse(nvml);
  }

  private static Optional<String> reasonNotToAsk(Machine machine, List<PciDevice> driven) {
    if (driven.isEmpty()) {
      return Optional.of("NVML is not asked: no GPU is bound to NVIDIA's driver");
    }
    if (!new DriverFiles(machine).hasControlNode()) {
      return Optional.of("NVML is not asked: it would make /dev/nvidiactl, which does not exist");
    }
    List<Integer> minors =
        driven.stream()
            .flatMap(
                card -> new GpuInformation(machine, card.address()).minor().asOptional().stream())
            .toList();
    if (!minors.isEmpty() && minors.stream().noneMatch(minor -> machine.exists(node(minor)))) {
      return Optional.of(
          "NVML is not asked: it would make " + node(minors.getFirst()) + ", which does not exist");
    }
    return driven.stream()
        .filter(card -> card.asleep(machine))
        .findFirst()
        .map(card -> "NVML is not asked: it would wake " + card.address() + ", which sleeps");
  }

  static String node(int minor) {
    return "/dev/nvidia" + minor;
  }
}
