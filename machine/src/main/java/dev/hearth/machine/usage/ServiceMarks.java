package dev.hearth.machine.usage;

import java.util.Optional;
import java.util.Set;

/**
 * How the processes of a service are known.
 *
 * @param units of systemd, in whose control group they are
 * @param containers ids in full, which are part of their control group's name
 * @param pids processes known by number: the first one of a container, or this program itself
 */
public record ServiceMarks(Set<Unit> units, Set<String> containers, Set<Integer> pids) {
  /** Shorter ones could be part of something else's name. */
  private static final int SHORTEST_ID = 12;

  public ServiceMarks {
    units = Set.copyOf(units);
    containers = Set.copyOf(containers);
    pids = Set.copyOf(pids);
  }

  /**
   * A unit.
   *
   * @param name immich-ml.service
   * @param uid whose own systemd runs it; empty for the system's
   */
  public record Unit(String name, Optional<Integer> uid) {}

  /** The processes of a unit. */
  public static ServiceMarks unit(String name, Optional<Integer> uid) {
    return new ServiceMarks(Set.of(new Unit(name, uid)), Set.of(), Set.of());
  }

  /** The processes of containers. */
  public static ServiceMarks containers(Set<String> ids) {
    return new ServiceMarks(Set.of(), ids, Set.of());
  }

  /** One process. */
  public static ServiceMarks process(int pid) {
    return new ServiceMarks(Set.of(), Set.of(), Set.of(pid));
  }

  /** Whether a control group, as /proc/PID/cgroup writes its path, is the service's. */
  boolean own(String path) {
    String[] parts = path.split("/", -1);
    for (String part : parts) {
      if (units.stream().anyMatch(unit -> unit.name().equals(part) && of(unit, path))
          || containers.stream().anyMatch(id -> holds(part, id))) {
        return true;
      }
    }
    return false;
  }

  private static boolean holds(String part, String id) {
    return id.length() >= SHORTEST_ID && part.contains(id);
  }

  /** Two users may have a unit of one name, and the system another. */
  private static boolean of(Unit unit, String path) {
    return unit.uid()
        .map(uid -> path.contains("/user@" + uid + ".service/"))
        .orElse(!path.contains("/user@"));
  }
}
