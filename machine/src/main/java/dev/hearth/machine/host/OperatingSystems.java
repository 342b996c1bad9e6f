package dev.hearth.machine.host;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.List;
import java.util.Locale;

/** Reads kernel, distribution and what this runs in. */
final class OperatingSystems {
  private OperatingSystems() {}

  static OperatingSystem read(Machine machine, CpuInfo cpu) {
    boolean wsl = wsl(machine);
    Reading<OsRelease> release = release(machine);
    return new OperatingSystem(
        kernel(machine),
        filled(machine, "/proc/sys/kernel/arch").or(cpu::architecture),
        value(release, "ID"),
        release.map(each -> each.words("ID_LIKE")).orElse(List.of()),
        value(release, "VERSION_ID"),
        value(release, "PRETTY_NAME"),
        wsl,
        Virtualization.container(machine),
        Virtualization.hypervisor(machine, cpu, wsl));
  }

  private static Reading<String> kernel(Machine machine) {
    return filled(machine, "/proc/sys/kernel/osrelease")
        .or(() -> machine.text("/proc/version").flatMap(OperatingSystems::parseKernel));
  }

  /** The release in {@code Linux version 6.12.48-amd64 (…}. */
  static Reading<String> parseKernel(String version) {
    String[] words = version.split(" ", 4);
    return words.length > 2 && words[0].equals("Linux") && words[1].equals("version")
        ? Reading.known(words[2])
        : Reading.unknown("/proc/version does not tell the kernel's release");
  }

  /** The file's text, unknown where there is none in it. */
  private static Reading<String> filled(Machine machine, String path) {
    return machine
        .text(path)
        .flatMap(
            text -> text.isEmpty() ? Reading.unknown(path + " is empty") : Reading.known(text));
  }

  private static boolean wsl(Machine machine) {
    // A kernel of one's own under WSL2 need not say microsoft, but has the door to Windows' GPU.
    return saysMicrosoft(machine, "/proc/sys/kernel/osrelease")
        || saysMicrosoft(machine, "/proc/version")
        || (machine.exists("/dev/dxg") && machine.exists("/usr/lib/wsl"));
  }

  private static boolean saysMicrosoft(Machine machine, String path) {
    return machine.text(path).orElse("").toLowerCase(Locale.ROOT).contains("microsoft");
  }

  private static Reading<OsRelease> release(Machine machine) {
    return release(machine, "/etc/os-release").or(() -> release(machine, "/usr/lib/os-release"));
  }

  private static Reading<OsRelease> release(Machine machine, String path) {
    return machine.text(path).map(text -> OsRelease.parse(text, path));
  }

  private static Reading<String> value(Reading<OsRelease> release, String name) {
    return release.flatMap(each -> each.value(name));
  }
}
