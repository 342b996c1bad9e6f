package dev.hearth.machine.host;

import dev.hearth.machine.Reading;
import java.util.List;

/**
 * Kernel and distribution.
 *
 * @param kernel its release, as 6.12.48-amd64. Source: /proc/sys/kernel/osrelease
 * @param architecture as x86_64, aarch64. Source: /proc/sys/kernel/arch, or the flags in
 *     /proc/cpuinfo on kernels before 6.1, which lack that file
 * @param distribution {@code ID} of /etc/os-release: debian, ubuntu, fedora, arch, …
 * @param relatives {@code ID_LIKE}
 * @param version {@code VERSION_ID}; rolling distributions have none
 * @param prettyName as people write it
 * @param wsl whether the kernel is WSL2's
 * @param container the container this runs in, as {@code podman}, {@code docker}; unknown where it
 *     runs in none
 * @param hypervisor the virtual machine, as {@code kvm}; unknown on bare metal
 */
public record OperatingSystem(
    Reading<String> kernel,
    Reading<String> architecture,
    Reading<String> distribution,
    List<String> relatives,
    Reading<String> version,
    Reading<String> prettyName,
    boolean wsl,
    Reading<String> container,
    Reading<String> hypervisor) {
  public OperatingSystem {
    relatives = List.copyOf(relatives);
  }
}
