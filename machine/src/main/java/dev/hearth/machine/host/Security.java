package dev.hearth.machine.host;

import dev.hearth.machine.Reading;
import java.util.Map;

/**
 * Rules beyond mode bits.
 *
 * @param selinux enforcing, permissive or disabled. Source: /sys/fs/selinux/enforce
 * @param booleans the SELinux booleans that let containers use devices. Source:
 *     /sys/fs/selinux/booleans
 * @param apparmor whether it is enabled. Source: /sys/module/apparmor/parameters/enabled
 */
public record Security(Selinux selinux, Map<String, Boolean> booleans, Reading<Boolean> apparmor) {
  public Security {
    booleans = Map.copyOf(booleans);
  }

  /** What SELinux does. */
  public enum Selinux {
    ENFORCING,
    PERMISSIVE,
    DISABLED
  }
}
