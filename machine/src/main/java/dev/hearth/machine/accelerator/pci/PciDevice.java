package dev.hearth.machine.accelerator.pci;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciIdentity;

/**
 * A device on PCI that may compute.
 *
 * @param identity what PCI says of it
 * @param path its folder: {@code /sys/bus/pci/devices/0000:c4:00.0}
 * @param driver the kernel driver bound to it; unknown where none is. Source: the link {@code
 *     driver} there
 */
public record PciDevice(PciIdentity identity, String path, Reading<String> driver) {

  /** Its address as the kernel writes it: {@code 0000:c4:00.0}. */
  public String address() {
    return identity.address().toString();
  }

  /** Whether this kernel driver is bound to it. */
  public boolean drivenBy(String name) {
    return driver.asOptional().filter(name::equals).isPresent();
  }

  /** Whether it is powered down now: some reads would wake it. Source: power/runtime_status. */
  public boolean asleep(Machine machine) {
    return asleep(machine, path);
  }

  static boolean asleep(Machine machine, String path) {
    return machine
        .text(path + "/power/runtime_status")
        .asOptional()
        .filter(status -> status.equals("suspended") || status.equals("suspending"))
        .isPresent();
  }
}
