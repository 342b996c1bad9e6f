package dev.hearth.machine.host;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;

/** Reads systemd and the control groups. */
final class Services {
  private static final String CGROUPS = "/sys/fs/cgroup";

  private Services() {}

  static ServiceManagement read(Machine machine, Account account) {
    boolean systemd = machine.exists("/run/systemd/system");
    return new ServiceManagement(
        systemd,
        account.uid().map(uid -> systemd && machine.exists("/run/user/" + uid + "/systemd")),
        account.name().map(name -> systemd && lingers(machine, name)),
        cgroups(machine));
  }

  private static boolean lingers(Machine machine, String name) {
    String path = "/var/lib/systemd/linger/" + name;
    return AbsolutePath.fits(path) && machine.exists(path);
  }

  private static Reading<Integer> cgroups(Machine machine) {
    if (machine.exists(CGROUPS + "/cgroup.controllers")) {
      return Reading.known(2);
    }
    // One folder for each controller; a hybrid mounts version 2 beside them, without controllers.
    return machine.exists(CGROUPS + "/memory")
            || machine.exists(CGROUPS + "/cpu")
            || machine.exists(CGROUPS + "/systemd")
        ? Reading.known(1)
        : Reading.unknown(CGROUPS + "/cgroup.controllers does not exist, nor any of version 1");
  }
}
