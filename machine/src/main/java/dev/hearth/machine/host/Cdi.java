package dev.hearth.machine.host;

import java.util.List;

/**
 * The Container Device Interface specifications in /etc/cdi and /run/cdi.
 *
 * @param files each file, readable or not
 */
public record Cdi(List<Specification> files) {
  public Cdi {
    files = List.copyOf(files);
  }

  /**
   * One file.
   *
   * @param path where it is
   * @param kind vendor and class, as nvidia.com/gpu; empty where the file cannot be read
   * @param devices the names it offers: 0, all, GPU-…
   * @param missing host files and device nodes it names that do not exist: the sign of a driver
   *     update since it was written
   * @param driverVersion the version in the names of its libraries; empty where there is none
   * @param trouble why it cannot be used; empty where it can
   */
  public record Specification(
      String path,
      String kind,
      List<String> devices,
      List<String> missing,
      String driverVersion,
      String trouble) {
    public Specification {
      devices = List.copyOf(devices);
      missing = List.copyOf(missing);
    }
  }
}
