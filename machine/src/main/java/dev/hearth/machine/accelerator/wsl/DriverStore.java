package dev.hearth.machine.accelerator.wsl;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Vendor;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Windows' display drivers, by the names of their folders: {@code nv_dispi.inf_amd64_…} is
 * NVIDIA's, {@code u0393214.inf_amd64_…} AMD's, {@code iigd_dch.inf_amd64_…} Intel's. Some releases
 * of WSL show the whole store, drivers of disks and mice among them.
 */
record DriverStore(Map<Vendor, String> folders) {
  private static final String FOLDER = "/usr/lib/wsl/drivers";
  private static final String INF = ".inf_";

  /** NVIDIA's own and what it makes for laptop makers; nvdimm and nvraid are no GPU's. */
  private static final List<String> NVIDIA = List.of("nv_disp", "nvhq", "nvmi", "nvlt", "nvam");

  private static final List<String> INTEL = List.of("iigd_dch", "igdlh", "iigd_base");

  /** AMD numbers its drivers: u or c, and digits. */
  private static final int AMD_DIGITS = 6;

  static DriverStore of(Machine machine) {
    Map<Vendor, String> folders = new EnumMap<>(Vendor.class);
    for (String name : machine.namesOrNone(FOLDER)) {
      int inf = name.indexOf(INF);
      if (inf > 0) {
        vendor(name.substring(0, inf)).ifPresent(vendor -> folders.putIfAbsent(vendor, name));
      }
    }
    return new DriverStore(Map.copyOf(folders));
  }

  private static Optional<Vendor> vendor(String driver) {
    if (NVIDIA.stream().anyMatch(driver::startsWith)) {
      return Optional.of(Vendor.NVIDIA);
    }
    if (INTEL.stream().anyMatch(driver::startsWith)) {
      return Optional.of(Vendor.INTEL);
    }
    return isAmd(driver) ? Optional.of(Vendor.AMD) : Optional.empty();
  }

  private static boolean isAmd(String driver) {
    String number = driver.substring(1);
    return (driver.charAt(0) == 'u' || driver.charAt(0) == 'c')
        && number.length() >= AMD_DIGITS
        && number.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  Optional<String> folder(Vendor vendor) {
    return Optional.ofNullable(folders.get(vendor));
  }

  Reading<String> unknown() {
    return Reading.unknown("no display driver that is known here in " + FOLDER);
  }
}
