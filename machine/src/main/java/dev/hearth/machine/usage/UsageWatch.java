package dev.hearth.machine.usage;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.nvml.NvmlUsage;
import dev.hearth.machine.nvml.NvmlUse;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Looks at all accelerators and all who use them, as often as it is told to. A {@link Machine}
 * remembers what it read, so each look takes a fresh one. Not for several threads at once.
 */
public final class UsageWatch {
  private final Supplier<Machine> machines;
  private final NvmlUsage nvml;
  private final LongSupplier nanos;
  private final List<Accelerator> accelerators;
  private final DeviceUsers deviceUsers = new DeviceUsers();
  private BusyTimes before = BusyTimes.none();

  /**
   * @param machines the machine as it is when asked
   * @param nvml asked only where a GPU of NVIDIA's is awake
   * @param nanos a clock that only goes forward
   */
  public UsageWatch(
      Supplier<Machine> machines,
      NvmlUsage nvml,
      LongSupplier nanos,
      List<Accelerator> accelerators) {
    this.machines = machines;
    this.nvml = nvml;
    this.nanos = nanos;
    this.accelerators = List.copyOf(accelerators);
  }

  /**
   * All there is to see at one moment.
   *
   * @param nanos when, by the watch's clock
   * @param processes who uses accelerators
   * @param hidden how many processes may not be looked into by this user
   * @param hostNumbers whether processes have the numbers here that drivers know them by
   */
  public record Seen(
      long nanos,
      MachineLoad load,
      List<AcceleratorActivity> accelerators,
      List<ProcessUse> processes,
      int hidden,
      Reading<Boolean> hostNumbers) {
    public Seen {
      accelerators = List.copyOf(accelerators);
      processes = List.copyOf(processes);
    }
  }

  /** What there is to see now. */
  public Seen look() {
    Machine machine = machines.get();
    long now = nanos.getAsLong();
    Reading<List<NvmlUse>> uses =
        AcceleratorActivity.wantsNvml(machine, accelerators)
            ? nvml.now()
            : Reading.unknown("no GPU of NVIDIA's is awake here");
    Reading<Boolean> host = ProcessId.hostNumbers(machine);
    Reading<List<NvmlUse>> listed = host.flatMap(_ -> uses);
    DeviceUsers.Found found = deviceUsers.now(machine, pids(listed), gpuIds(), now);
    List<ProcessUse> processes =
        new ProcessUses(accelerators, before, now).of(found.users(), listed);
    before = BusyTimes.of(found.users(), now);
    return new Seen(
        now,
        MachineLoad.read(machine),
        accelerators.stream().map(each -> AcceleratorActivity.read(machine, each, uses)).toList(),
        processes,
        found.hidden(),
        host);
  }

  private static Set<Integer> pids(Reading<List<NvmlUse>> uses) {
    return uses.orElse(List.of()).stream()
        .flatMap(gpu -> gpu.processes().orElse(List.of()).stream())
        .map(NvmlUse.Occupant::pid)
        .collect(Collectors.toSet());
  }

  private Set<Long> gpuIds() {
    return accelerators.stream()
        .map(Accelerator::details)
        .flatMap(details ->
            details instanceof Details.Amd amd
                ? amd.gpuId().asOptional().stream()
                : java.util.stream.Stream.empty())
        .collect(Collectors.toSet());
  }
}
