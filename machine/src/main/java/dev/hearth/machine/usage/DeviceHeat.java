package dev.hearth.machine.usage;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;

/** How warm a device is. Source: {@code hwmon/hwmonN/temp1_input}, thousandths of a degree. */
public final class DeviceHeat {
  /** Sensors that are absent or broken say numbers far beyond. */
  private static final long MOST = 200_000;

  private DeviceHeat() {}

  /**
   * Degrees Celsius; not to be asked while the device sleeps, which {@link DeviceActivity} tells.
   */
  public static Reading<Double> celsius(Machine machine, PciAddress address) {
    String folder = "/sys/bus/pci/devices/" + address + "/hwmon";
    for (String sensor : machine.namesOrNone(folder)) {
      var read = machine.number(folder + "/" + sensor + "/temp1_input").asOptional();
      if (read.filter(value -> value > 0 && value <= MOST).isPresent()) {
        return Reading.known(read.orElseThrow() / 1e3);
      }
    }
    return Reading.unknown(folder + " has no sensor of temperature");
  }
}
