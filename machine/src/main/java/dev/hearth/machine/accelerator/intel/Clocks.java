package dev.hearth.machine.accelerator.intel;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.pci.PciDevice;
import java.util.List;

/**
 * How fast an Intel GPU can go, in MHz. Source: i915 {@code /sys/class/drm/cardN/gt_RP0_freq_mhz}
 * and {@code gt_max_freq_mhz}; xe {@code DEVICE/tile0/gt0/freq0/rp0_freq} and {@code max_freq}.
 */
final class Clocks {
  private static final long FASTEST_MHZ = 20_000;

  private Clocks() {}

  static Reading<Integer> highest(Machine machine, PciDevice device, List<DeviceNode> nodes) {
    if (device.drivenBy("xe")) {
      String folder = device.path() + "/tile0/gt0/freq0";
      Reading<Integer> hardware = megahertz(machine, folder + "/rp0_freq");
      // Asking xe for the limit set wakes a sleeping card; the hardware's is remembered.
      return hardware.asOptional().isPresent() || device.asleep(machine)
          ? hardware
          : megahertz(machine, folder + "/max_freq");
    }
    for (DeviceNode node : nodes) {
      if (node.role() == DeviceNode.Role.CARD) {
        return megahertz(machine, cardFolder(node) + "/gt_RP0_freq_mhz")
            .or(() -> megahertz(machine, cardFolder(node) + "/gt_max_freq_mhz"));
      }
    }
    return Reading.unknown("only a bound driver tells the clock");
  }

  /** {@code /sys/class/drm/card0} of {@code /dev/dri/card0}. */
  static String cardFolder(DeviceNode card) {
    return "/sys/class/drm/" + card.path().substring(card.path().lastIndexOf('/') + 1);
  }

  private static Reading<Integer> megahertz(Machine machine, String file) {
    return machine
        .number(file)
        .flatMap(value ->
            value > 0 && value < FASTEST_MHZ
                ? Reading.known(value.intValue())
                : Reading.unknown(file + " holds no clock"));
  }
}
