package dev.hearth.machine.usage;

import dev.hearth.machine.Machine;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * To what a process belongs. Source: /proc/PID/cgroup.
 *
 * @param unit of systemd: immich-ml.service; empty for what a person started
 * @param container its id in full, or its name where the control group bears that
 */
public record Owner(Optional<String> unit, Optional<String> container) {
  private static final Owner NOBODY = new Owner(Optional.empty(), Optional.empty());
  private static final int FIELDS = 3;
  private static final String SERVICE = ".service";
  private static final String LXC = "lxc.payload.";
  private static final Pattern CONTAINER = Pattern.compile("(?:^|[-/])([0-9a-f]{64})(?:$|[./])");
  private static final int SHORT = 12;

  /** Whose process it is. */
  static Owner read(Machine machine, int pid) {
    for (String line :
        machine.lines(ProcessId.folder(pid) + "/cgroup").orElse(java.util.List.of())) {
      String[] fields = line.split(":", FIELDS);
      if (fields.length == FIELDS) {
        Owner owner = parse(fields[2]);
        if (!owner.equals(NOBODY)) {
          return owner;
        }
      }
    }
    return NOBODY;
  }

  /** The owner of a control group's path. */
  static Owner parse(String path) {
    Optional<String> unit = Optional.empty();
    Optional<String> container = Optional.empty();
    for (String part : path.split("/", -1)) {
      Matcher id = CONTAINER.matcher(part);
      if (id.find()) {
        container = Optional.of(id.group(1));
      } else if (part.startsWith(LXC)) {
        container = Optional.of(part.substring(LXC.length()));
      } else if (part.endsWith(SERVICE) && !part.startsWith("user@")) {
        unit = Optional.of(part);
      }
    }
    return new Owner(unit, container);
  }

  /**
   * What people call it: the unit, or the container; empty for what a person started.
   *
   * @param containerName of its container, where somebody knows it
   */
  public Optional<String> name(Optional<String> containerName) {
    return unit.map(name -> name.substring(0, name.length() - SERVICE.length()))
        .or(() -> containerName)
        .or(() -> container.map(id -> id.substring(0, Math.min(SHORT, id.length()))));
  }
}
