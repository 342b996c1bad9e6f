package dev.hearth.machine.usage;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import java.util.List;

/**
 * What a device as a whole does now, whoever makes it. Source: its folder under
 * /sys/bus/pci/devices.
 *
 * @param asleep whether the kernel put it to sleep: it computes nothing then, and is not woken
 * @param busyPercent {@code gpu_busy_percent}, amdgpu
 * @param dedicatedUsed {@code mem_info_vram_used}, bytes, amdgpu
 * @param sharedUsed {@code mem_info_gtt_used}, bytes, amdgpu
 * @param powerMicrowatts {@code hwmon/hwmonN/power1_average}, else {@code power1_input}
 */
public record DeviceActivity(
    Reading<Boolean> asleep,
    Reading<Integer> busyPercent,
    Reading<Long> dedicatedUsed,
    Reading<Long> sharedUsed,
    Reading<Long> powerMicrowatts) {
  private static final String DEVICES = "/sys/bus/pci/devices/";
  private static final List<String> POWER = List.of("/power1_average", "/power1_input");
  private static final int WHOLE = 100;

  /** What the device at an address does now. */
  public static DeviceActivity read(Machine machine, PciAddress address) {
    String folder = DEVICES + address;
    Reading<Boolean> asleep = asleep(machine, address);
    if (asleep.equals(Reading.known(true))) {
      String reason = folder + " is not read while the device sleeps";
      return new DeviceActivity(
          asleep,
          Reading.unknown(reason),
          Reading.unknown(reason),
          Reading.unknown(reason),
          Reading.unknown(reason));
    }
    return new DeviceActivity(
        asleep,
        percent(machine, folder + "/gpu_busy_percent"),
        bytes(machine, folder + "/mem_info_vram_used"),
        bytes(machine, folder + "/mem_info_gtt_used"),
        power(machine, folder + "/hwmon"));
  }

  /** Whether the kernel put it to sleep. */
  static Reading<Boolean> asleep(Machine machine, PciAddress address) {
    return machine.text(DEVICES + address + "/power/runtime_status").map("suspended"::equals);
  }

  private static Reading<Integer> percent(Machine machine, String file) {
    return machine
        .number(file)
        .flatMap(value ->
            value >= 0 && value <= WHOLE
                ? Reading.known(value.intValue())
                : Reading.unknown(file + " says " + Long.toUnsignedString(value)));
  }

  private static Reading<Long> bytes(Machine machine, String file) {
    return machine
        .number(file)
        .flatMap(value ->
            value >= 0
                ? Reading.known(value)
                : Reading.unknown(file + " says " + Long.toUnsignedString(value)));
  }

  private static Reading<Long> power(Machine machine, String folder) {
    for (String sensor : machine.namesOrNone(folder)) {
      for (String file : POWER) {
        Reading<Long> power = bytes(machine, folder + "/" + sensor + file);
        if (power.asOptional().isPresent()) {
          return power;
        }
      }
    }
    return Reading.unknown(folder + " has no sensor of power");
  }
}
