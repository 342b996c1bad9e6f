package dev.hearth.machine.accelerator.amd;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.AcceleratorMemory;
import dev.hearth.machine.accelerator.pci.PciDevice;
import java.util.Optional;

/** Where an AMD GPU's data can lie. Source: {@code mem_info_*} of its PCI device, bytes. */
final class AmdMemory {
  private AmdMemory() {}

  /** Of a whole GPU. */
  static AcceleratorMemory of(
      Machine machine, PciDevice device, Optional<KfdNode> node, boolean integrated) {
    String path = device.path();
    Reading<Long> vram = capacity(machine, path + "/mem_info_vram_total");
    // KFD's banks of an APU are, by kernel, its carve-out or half of the RAM: no substitute.
    Reading<Long> dedicated =
        integrated || node.isEmpty() ? vram : vram.or(() -> KfdMemory.total(machine, node.get()));
    return new AcceleratorMemory(
        dedicated,
        used(machine, device, "/mem_info_vram_used"),
        capacity(machine, path + "/mem_info_gtt_total"),
        used(machine, device, "/mem_info_gtt_used"),
        capacity(machine, path + "/mem_info_vis_vram_total"));
  }

  /** Of a partition: its share of the VRAM, which only KFD tells. */
  static AcceleratorMemory ofPartition(Machine machine, PciDevice device, Optional<KfdNode> node) {
    String common = "all partitions of " + device.address() + " have it in common";
    Reading<Long> none = Reading.unknown("KFD has no node of this partition");
    return new AcceleratorMemory(
        node.map(found -> KfdMemory.total(machine, found)).orElse(none),
        node.map(found -> KfdMemory.used(machine, found)).orElse(none),
        Reading.unknown(common),
        Reading.unknown(common),
        Reading.unknown(common));
  }

  private static Reading<Long> capacity(Machine machine, String file) {
    return machine
        .number(file)
        .flatMap(bytes ->
            bytes > 0
                ? Reading.known(bytes)
                : Reading.unknown(file + " says " + Long.toUnsignedString(bytes)));
  }

  /** A sleeping card uses nothing worth waking it for. */
  private static Reading<Long> used(Machine machine, PciDevice device, String name) {
    String file = device.path() + name;
    if (device.asleep(machine)) {
      return Reading.unknown(file + " is not read while the device sleeps");
    }
    return machine
        .number(file)
        .flatMap(bytes ->
            bytes >= 0
                ? Reading.known(bytes)
                : Reading.unknown(file + " says " + Long.toUnsignedString(bytes)));
  }
}
