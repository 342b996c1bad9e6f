package dev.hearth.machine.usage;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds all processes that use accelerators, again and again. To look through every handle of every
 * process each second would cost more than many of them do: those that have an accelerator open,
 * and those that a driver lists, are looked at each time; of the others a few each time, so that
 * one is noticed within ten seconds, and one that reused a handle's number within two minutes.
 *
 * <p>Not for several threads at once.
 */
public final class DeviceUsers {
  private static final long SECOND = 1_000_000_000;
  private static final long LIGHT = 10 * SECOND;
  private static final long THOROUGH = 60 * SECOND;
  private static final int SPREAD = 10;

  private final Map<Integer, Watched> watched = new HashMap<>();

  /** What is remembered of a process. */
  private static final class Watched {
    private Set<String> checked = Set.of();
    private List<String> open = List.of();
    private boolean closed;
    private long light;
    private long thorough;
    private Optional<Named> named = Optional.empty();
  }

  private record Named(ProcessId id, Reading<String> program, Owner owner) {}

  /**
   * Who uses accelerators now.
   *
   * @param users by number
   * @param hidden how many processes may not be looked into by this user
   */
  public record Found(List<DeviceUser> users, int hidden) {
    public Found {
      users = List.copyOf(users);
    }
  }

  /**
   * Looks.
   *
   * @param told processes that another source lists, by the numbers that /proc has
   * @param gpuIds KFD's, of the accelerators there are
   * @param nanos a clock that only goes forward
   */
  public Found now(Machine machine, Collection<Integer> told, Collection<Long> gpuIds, long nanos) {
    List<Integer> pids =
        machine.namesOrNone("/proc").stream()
            .flatMap(name -> ProcessId.pid(name).stream())
            .toList();
    watched.keySet().retainAll(new HashSet<>(pids));
    pids.forEach(pid -> look(machine, pid, nanos));
    boolean host = ProcessId.hostNumbers(machine).orElse(false);
    Set<Integer> kfd = host ? new HashSet<>(KfdUse.pids(machine)) : Set.of();
    Set<Integer> candidates = new TreeSet<>(kfd);
    candidates.addAll(told);
    watched.forEach((pid, each) -> {
      if (!each.open.isEmpty()) {
        candidates.add(pid);
      }
    });
    List<DeviceUser> users = new ArrayList<>();
    for (int pid : candidates) {
      Collection<Long> gpus = kfd.contains(pid) ? gpuIds : List.of();
      user(machine, pid, gpus).ifPresent(users::add);
    }
    int hidden = (int) watched.values().stream().filter(each -> each.closed).count();
    return new Found(users, hidden);
  }

  /** Looks through the handles of a process, if it is its turn. */
  private void look(Machine machine, int pid, long nanos) {
    Watched process = watched.get(pid);
    if (process == null) {
      process = new Watched();
      watched.put(pid, process);
      // Not all at once, later on.
      long turn = nanos + (pid % SPREAD) * LIGHT / SPREAD;
      process.light = turn;
      process.thorough = turn + (pid / SPREAD % SPREAD) * THOROUGH / SPREAD;
      search(machine, pid, process);
    } else if (nanos - process.light >= 0) {
      process.light = nanos + LIGHT;
      // Who was seen between fork and exec bears another's name.
      process.named = Optional.empty();
      if (nanos - process.thorough >= 0) {
        process.thorough = nanos + THOROUGH;
        process.checked = Set.of();
        process.open = List.of();
      }
      search(machine, pid, process);
    }
  }

  private static void search(Machine machine, int pid, Watched process) {
    Reading<List<String>> read = Handles.numbers(machine, pid);
    process.closed = read.asOptional().isEmpty() && machine.exists(ProcessId.folder(pid));
    List<String> numbers = read.orElse(List.of());
    Set<String> there = new HashSet<>(numbers);
    Set<String> checked = process.checked;
    List<String> open = new ArrayList<>(process.open.stream().filter(there::contains).toList());
    numbers.stream()
        .filter(number -> !checked.contains(number))
        .filter(number -> Handles.isAccelerator(machine, pid, number))
        .forEach(open::add);
    process.open = List.copyOf(open);
    process.checked = there;
  }

  private Optional<DeviceUser> user(Machine machine, int pid, Collection<Long> gpuIds) {
    Watched process = watched.get(pid);
    Reading<ProcessId> id = ProcessId.read(machine, pid);
    if (process == null || id.asOptional().isEmpty()) {
      return Optional.empty();
    }
    Named named = named(machine, process, id.asOptional().get());
    Reading<Handles> handles =
        process.closed
            ? Reading.unknown(ProcessId.folder(pid) + "/fd may not be read by this user")
            : Reading.known(Handles.read(machine, pid, process.open));
    Map<Long, KfdUse> kfd = new HashMap<>();
    for (long gpu : gpuIds) {
      KfdUse.read(machine, pid, gpu).asOptional().ifPresent(use -> kfd.put(gpu, use));
    }
    return Optional.of(new DeviceUser(named.id, named.program, named.owner, handles, kfd));
  }

  private static Named named(Machine machine, Watched process, ProcessId id) {
    Optional<Named> known = process.named.filter(each -> each.id.equals(id));
    if (known.isEmpty()) {
      Reading<String> program = machine.text(ProcessId.folder(id.pid()) + "/comm");
      known = Optional.of(new Named(id, program, Owner.read(machine, id.pid())));
      process.named = known;
    }
    return known.get();
  }
}
