package dev.hearth.evidence.sample;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.nvml.NvmlUsage;
import dev.hearth.machine.usage.DeviceActivity;
import dev.hearth.machine.usage.Handles;
import dev.hearth.machine.usage.KfdUse;
import dev.hearth.machine.usage.ProcessId;
import dev.hearth.machine.usage.ServiceProcesses;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Looks at a subject, as often as it is told to. A {@link Machine} remembers what it read, so each
 * look takes a fresh one. Not for several threads at once.
 */
public final class Sampler {
  /** In between, the kernel's list of the service's control group is enough. */
  private static final Duration SEARCH = Duration.ofSeconds(1);

  private final Supplier<Machine> machines;
  private final NvmlUsage nvml;
  private final LongSupplier nanos;
  private final Subject subject;
  private final long began;
  private Optional<ServiceProcesses> known = Optional.empty();
  private Duration searched = Duration.ZERO;

  /**
   * A sampler of one subject.
   *
   * @param machines gives a view that remembers nothing of earlier ones
   * @param nvml asked only where a GPU of NVIDIA's is among the subject's
   * @param nanos a clock that only goes forward
   */
  public Sampler(Supplier<Machine> machines, NvmlUsage nvml, LongSupplier nanos, Subject subject) {
    this.machines = machines;
    this.nvml = nvml;
    this.nanos = nanos;
    this.subject = subject;
    this.began = nanos.getAsLong();
  }

  /** What there is to see now. */
  public Sample sample() {
    Machine machine = machines.get();
    Duration at = Duration.ofNanos(nanos.getAsLong() - began);
    Reading<List<ProcessSample>> processes =
        processes(machine, at).map(all -> all.stream().map(id -> process(machine, id)).toList());
    Map<PciAddress, DeviceActivity> devices = new HashMap<>();
    subject
        .addresses()
        .forEach(address -> devices.put(address, DeviceActivity.read(machine, address)));
    return new Sample(
        at,
        processes,
        devices,
        subject.has(Vendor.NVIDIA)
            ? nvml.now()
            : Reading.unknown("no GPU of NVIDIA's is asked about"),
        KfdUse.told(machine),
        ProcessId.hostNumbers(machine));
  }

  private Reading<List<ProcessId>> processes(Machine machine, Duration at) {
    boolean search = known.isEmpty() || at.minus(searched).compareTo(SEARCH) >= 0;
    Reading<ServiceProcesses> found =
        search
            ? ServiceProcesses.find(machine, subject.marks())
            : ServiceProcesses.again(machine, subject.marks(), known.get());
    if (search) {
      searched = at;
    }
    known = found.asOptional();
    return found.map(ServiceProcesses::processes);
  }

  private ProcessSample process(Machine machine, ProcessId id) {
    Map<Long, Reading<KfdUse>> kfd = new HashMap<>();
    subject.gpuIds().forEach(gpu -> kfd.put(gpu, KfdUse.read(machine, id.pid(), gpu)));
    return new ProcessSample(id, Handles.read(machine, id.pid()), kfd);
  }
}
