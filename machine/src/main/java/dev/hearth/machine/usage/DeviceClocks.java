package dev.hearth.machine.usage;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Numbers;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;

/**
 * How fast a device runs now. Source: amdgpu {@code hwmon/hwmonN/freq1_input} and {@code
 * freq2_input}, else the starred line of {@code pp_dpm_sclk} and {@code pp_dpm_mclk}; i915 {@code
 * drm/cardN/gt_act_freq_mhz}; xe {@code tile0/gt0/freq0/act_freq}; others {@code
 * /sys/class/devfreq/NAME/cur_freq}. Not to be asked while the device sleeps.
 *
 * @param core of what computes, in hertz
 * @param memory of its memory, in hertz
 */
record DeviceClocks(Reading<Long> core, Reading<Long> memory) {
  private static final long MEGA = 1_000_000;
  private static final long FASTEST = 100_000 * MEGA;

  /** Of a device on PCI. */
  static DeviceClocks read(Machine machine, PciAddress address) {
    String folder = "/sys/bus/pci/devices/" + address;
    return new DeviceClocks(
        sensor(machine, folder, "freq1_input")
            .or(() -> starred(machine, folder + "/pp_dpm_sclk"))
            .or(() -> intel(machine, folder))
            .or(() -> Reading.unknown(folder + " tells no clock")),
        sensor(machine, folder, "freq2_input")
            .or(() -> starred(machine, folder + "/pp_dpm_mclk"))
            .or(() -> Reading.unknown(folder + " tells no clock of its memory")));
  }

  /** Of a device on a board: fb000000.gpu. */
  static DeviceClocks read(Machine machine, String name) {
    return new DeviceClocks(
        hertz(machine.number("/sys/class/devfreq/" + name + "/cur_freq"), 1),
        Reading.unknown("nobody tells the clock of its memory"));
  }

  private static Reading<Long> sensor(Machine machine, String folder, String file) {
    for (String sensor : machine.namesOrNone(folder + "/hwmon")) {
      Reading<Long> read = machine.number(folder + "/hwmon/" + sensor + "/" + file);
      if (read.asOptional().isPresent()) {
        return hertz(read, 1);
      }
    }
    return Reading.unknown(folder + "/hwmon has no " + file);
  }

  /** Lines as "1: 2700Mhz *". */
  private static Reading<Long> starred(Machine machine, String file) {
    return machine
        .lines(file)
        .flatMap(lines ->
            lines.stream()
                .filter(line -> line.endsWith("*"))
                .map(line -> line.substring(line.indexOf(':') + 1, line.length() - 1).strip())
                .filter(clock -> clock.endsWith("Mhz"))
                .map(clock ->
                    hertz(Numbers.parse(clock.substring(0, clock.length() - 3), file), MEGA))
                .findFirst()
                .orElseGet(() -> Reading.unknown(file + " marks no clock")));
  }

  private static Reading<Long> intel(Machine machine, String folder) {
    for (String node : machine.namesOrNone(folder + "/drm")) {
      if (node.startsWith("card")) {
        Reading<Long> clock =
            hertz(machine.number(folder + "/drm/" + node + "/gt_act_freq_mhz"), MEGA);
        if (clock.asOptional().isPresent()) {
          return clock;
        }
      }
    }
    return hertz(machine.number(folder + "/tile0/gt0/freq0/act_freq"), MEGA);
  }

  private static Reading<Long> hertz(Reading<Long> read, long unit) {
    return read.flatMap(value ->
        value >= 0 && value <= FASTEST / unit
            ? Reading.known(value * unit)
            : Reading.unknown("a clock of " + Long.toUnsignedString(value) + " is none"));
  }
}
