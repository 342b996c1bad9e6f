package dev.hearth.machine.usage;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The processes of a service, found by their control groups of version 1 or 2.
 *
 * @param processes by number
 * @param folders where the kernel lists them: cgroup.procs of each is enough to look again
 */
public record ServiceProcesses(List<ProcessId> processes, Set<String> folders) {
  private static final String PROC = "/proc";
  private static final String CGROUPS = "/sys/fs/cgroup";
  private static final String LIST = "/cgroup.procs";
  private static final int FIELDS = 3;

  public ServiceProcesses {
    processes = List.copyOf(processes);
    folders = Set.copyOf(folders);
  }

  /** Looks through all processes. */
  public static Reading<ServiceProcesses> find(Machine machine, ServiceMarks marks) {
    Set<Integer> pids = new TreeSet<>(marks.pids());
    Set<String> folders = new TreeSet<>();
    Reading<List<String>> names = machine.names(PROC);
    for (String name : names.orElse(List.of())) {
      ProcessId.pid(name)
          .ifPresent(pid -> {
            List<String> own = folders(machine, pid, marks);
            if (!own.isEmpty()) {
              pids.add(pid);
              folders.addAll(own);
            }
          });
    }
    return found(machine, pids, folders);
  }

  /** Looks again, where the kernel listed them before; through all where that is gone. */
  public static Reading<ServiceProcesses> again(
      Machine machine, ServiceMarks marks, ServiceProcesses before) {
    Set<Integer> pids = new TreeSet<>(marks.pids());
    for (String folder : before.folders) {
      machine
          .lines(folder + LIST)
          .orElse(List.of())
          .forEach(line -> ProcessId.pid(line.strip()).ifPresent(pids::add));
    }
    return pids.isEmpty() ? find(machine, marks) : found(machine, pids, before.folders);
  }

  private static Reading<ServiceProcesses> found(
      Machine machine, Collection<Integer> pids, Set<String> folders) {
    List<ProcessId> processes = new ArrayList<>();
    for (int pid : pids) {
      // One that ended meanwhile is none.
      ProcessId.read(machine, pid).asOptional().ifPresent(processes::add);
    }
    processes.sort(Comparator.comparingInt(ProcessId::pid));
    return processes.isEmpty()
        ? Reading.unknown("no process of the service is seen under " + PROC)
        : Reading.known(new ServiceProcesses(processes, folders));
  }

  /** Where the kernel lists the processes of this one's group, if it is the service's. */
  private static List<String> folders(Machine machine, int pid, ServiceMarks marks) {
    List<String> found = new ArrayList<>();
    for (String line : machine.lines(ProcessId.folder(pid) + "/cgroup").orElse(List.of())) {
      String[] fields = line.split(":", FIELDS);
      if (fields.length == FIELDS && marks.own(fields[2])) {
        found.add(CGROUPS + hierarchy(fields[1]) + fields[2]);
      }
    }
    return found;
  }

  /** Version 2 has one, of no name; those of version 1 are folders. */
  private static String hierarchy(String controllers) {
    if (controllers.isEmpty()) {
      return "";
    }
    return "/" + (controllers.startsWith("name=") ? controllers.substring(5) : controllers);
  }
}
