package dev.hearth.machine.host;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads SELinux and AppArmor. */
final class SecurityRules {
  private static final String SELINUX = "/sys/fs/selinux";
  private static final String APPARMOR = "/sys/module/apparmor/parameters/enabled";

  /**
   * All devices; render and display nodes; NVIDIA's nodes, which are labelled as the X server's.
   */
  private static final List<String> DEVICE_BOOLEANS =
      List.of(
          "container_use_devices", "container_use_dri_devices", "container_use_xserver_devices");

  private SecurityRules() {}

  static Security read(Machine machine) {
    Security.Selinux selinux = selinux(machine);
    return new Security(selinux, booleans(machine, selinux), apparmor(machine));
  }

  private static Security.Selinux selinux(Machine machine) {
    // Without SELinux, and in a container that is kept from it, the folder is absent or empty.
    return switch (machine.text(SELINUX + "/enforce")) {
      case Reading.Known<String>(String text) when text.equals("1") -> Security.Selinux.ENFORCING;
      case Reading.Known<String> _ -> Security.Selinux.PERMISSIVE;
      case Reading.Unknown<String> _ -> Security.Selinux.DISABLED;
    };
  }

  private static Map<String, Boolean> booleans(Machine machine, Security.Selinux selinux) {
    Map<String, Boolean> booleans = new TreeMap<>();
    if (selinux != Security.Selinux.DISABLED) {
      for (String name : DEVICE_BOOLEANS) {
        // Two numbers: what is, and what will be once it is committed.
        machine
            .text(SELINUX + "/booleans/" + name)
            .asOptional()
            .ifPresent(text -> booleans.put(name, text.startsWith("1")));
      }
    }
    return booleans;
  }

  private static Reading<Boolean> apparmor(Machine machine) {
    return switch (machine.text(APPARMOR)) {
      case Reading.Known<String>(String text) -> Reading.known(text.equals("Y"));
      // A kernel that has it always has the module's folder.
      case Reading.Unknown<String> _
          when machine.exists("/sys/module") && !machine.exists("/sys/module/apparmor") ->
          Reading.known(false);
      case Reading.Unknown<String>(String reason) -> Reading.unknown(reason);
    };
  }
}
