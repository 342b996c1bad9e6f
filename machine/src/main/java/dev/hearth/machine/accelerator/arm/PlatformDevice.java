package dev.hearth.machine.accelerator.arm;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.ArrayList;
import java.util.List;

/**
 * A device that the device tree or a driver made, not PCI. Source: its {@code uevent}, which may be
 * empty.
 *
 * @param name as fb000000.gpu
 * @param driver the kernel driver bound to it, {@code DRIVER}
 * @param compatible what the device tree calls it, {@code OF_COMPATIBLE_N}
 */
record PlatformDevice(String name, Reading<String> driver, List<String> compatible) {
  private static final String DRIVER = "DRIVER=";
  private static final String COMPATIBLE = "OF_COMPATIBLE_";

  PlatformDevice {
    compatible = List.copyOf(compatible);
  }

  /**
   * Reads a device.
   *
   * @param folder its folder, or a link to it, under /sys
   */
  static PlatformDevice of(Machine machine, String name, String folder) {
    Reading<String> driver = Reading.unknown("no driver is bound to " + name);
    List<String> compatible = new ArrayList<>();
    // Reached by its DRM nodes and by the list of platform devices: one file, one pass.
    String real = machine.realPath(folder).orElse(folder);
    for (String line : machine.lines(real + "/uevent").orElse(List.of())) {
      int equals = line.indexOf('=');
      if (line.startsWith(DRIVER) && line.length() > DRIVER.length()) {
        driver = Reading.known(line.substring(DRIVER.length()));
      } else if (line.startsWith(COMPATIBLE) && equals > 0 && !line.startsWith("N=", equals - 1)) {
        compatible.add(line.substring(equals + 1));
      }
    }
    return new PlatformDevice(name, driver, compatible);
  }

  boolean drivenBy(String wanted) {
    return driver.asOptional().filter(wanted::equals).isPresent();
  }

  boolean isCompatible(String part) {
    return compatible.stream().anyMatch(each -> each.contains(part));
  }

  String id() {
    return "platform-" + name;
  }
}
