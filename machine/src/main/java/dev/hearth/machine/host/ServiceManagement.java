package dev.hearth.machine.host;

import dev.hearth.machine.Reading;

/**
 * systemd and the control groups.
 *
 * @param systemd whether systemd is PID 1. Source: /run/systemd/system exists
 * @param userManager whether {@code systemd --user} of this user runs. Source:
 *     /run/user/UID/systemd
 * @param lingering whether it runs without a login. Source: /var/lib/systemd/linger
 * @param cgroupVersion 1 or 2. Source: /sys/fs/cgroup/cgroup.controllers
 */
public record ServiceManagement(
    boolean systemd,
    Reading<Boolean> userManager,
    Reading<Boolean> lingering,
    Reading<Integer> cgroupVersion) {}
