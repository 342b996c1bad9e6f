package dev.hearth.machine.usage;

import dev.hearth.machine.Reading;
import java.util.Map;

/**
 * A process that has an accelerator open, or of which a driver tells.
 *
 * @param id which
 * @param program its name. Source: /proc/PID/comm
 * @param owner to what it belongs
 * @param handles what it has opened; unknown for another user's, without root
 * @param kfd what it does on AMD GPUs, by KFD's id; none where KFD does not list it
 */
public record DeviceUser(
    ProcessId id,
    Reading<String> program,
    Owner owner,
    Reading<Handles> handles,
    Map<Long, KfdUse> kfd) {
  public DeviceUser {
    kfd = Map.copyOf(kfd);
  }
}
