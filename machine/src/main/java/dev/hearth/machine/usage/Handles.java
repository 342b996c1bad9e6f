package dev.hearth.machine.usage;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a process has opened of the accelerators. Source: /proc/PID/fd, readable to the process's
 * own user and to root.
 *
 * @param nodes paths under /dev, as the process sees them: a container may have renamed them
 * @param clients what DRM drivers account for, once for each
 */
public record Handles(Set<String> nodes, List<DrmClient> clients) {
  private static final String DEVICES = "/dev/";
  private static final String DELETED = " (deleted)";

  /** More handles than any service has open; the first ones tell enough. */
  private static final int MOST = 16_384;

  /** Beginnings of the names of what computes. */
  private static final List<String> ACCELERATORS =
      List.of("kfd", "dri/", "accel/", "nvidia", "nvhost", "nvmap", "mali", "dxg", "rknpu");

  private static final List<String> DRM = List.of(DEVICES + "dri/", DEVICES + "accel/");

  public Handles {
    nodes = Set.copyOf(nodes);
    clients = List.copyOf(clients);
  }

  /** The handles that a process has now. */
  public static Reading<Handles> read(Machine machine, int pid) {
    return numbers(machine, pid).map(numbers -> read(machine, pid, numbers));
  }

  /** The numbers of all its handles. */
  static Reading<List<String>> numbers(Machine machine, int pid) {
    return machine.names(ProcessId.folder(pid) + "/fd");
  }

  /** Whether one of its handles is an accelerator's. */
  static boolean isAccelerator(Machine machine, int pid, String number) {
    // A handle that was closed meanwhile is none.
    return isAccelerator(machine.target(ProcessId.folder(pid) + "/fd/" + number).orElse(""));
  }

  /** What some of its handles are. */
  static Handles read(Machine machine, int pid, List<String> numbers) {
    String folder = ProcessId.folder(pid);
    Set<String> nodes = new TreeSet<>();
    Map<DrmClient.Key, DrmClient> clients = new HashMap<>();
    for (String name : numbers.stream().limit(MOST).toList()) {
      String target = machine.target(folder + "/fd/" + name).orElse("");
      if (!isAccelerator(target)) {
        continue;
      }
      nodes.add(target.endsWith(DELETED) ? cut(target) : target);
      if (DRM.stream().anyMatch(target::startsWith)) {
        machine
            .text(folder + "/fdinfo/" + name)
            .asOptional()
            .flatMap(Fdinfo::parse)
            .ifPresent(client -> clients.put(client.key(), client));
      }
    }
    return new Handles(nodes, List.copyOf(clients.values()));
  }

  private static String cut(String target) {
    return target.substring(0, target.length() - DELETED.length());
  }

  private static boolean isAccelerator(String target) {
    return target.startsWith(DEVICES)
        && ACCELERATORS.stream().anyMatch(name -> target.startsWith(name, DEVICES.length()));
  }
}
