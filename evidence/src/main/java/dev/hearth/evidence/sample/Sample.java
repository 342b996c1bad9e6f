package dev.hearth.evidence.sample;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.nvml.NvmlUse;
import dev.hearth.machine.usage.DeviceActivity;
import dev.hearth.machine.usage.ProcessId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that is looked at, at one moment.
 *
 * @param at since the first sample
 * @param processes of the service; unknown where none was found
 * @param devices the subject's, as a whole
 * @param nvml who uses NVIDIA's GPUs
 * @param kfdTold whether KFD tells of processes here
 * @param hostNumbers whether processes have the numbers here that drivers know them by; unknown,
 *     with the reason, where this program runs inside a container
 */
public record Sample(
    Duration at,
    Reading<List<ProcessSample>> processes,
    Map<PciAddress, DeviceActivity> devices,
    Reading<List<NvmlUse>> nvml,
    Reading<Boolean> kfdTold,
    Reading<Boolean> hostNumbers) {
  public Sample {
    processes = processes.map(List::copyOf);
    devices = Map.copyOf(devices);
  }

  /** The processes that were there; none where none was found. */
  public List<ProcessSample> present() {
    return processes.orElse(List.of());
  }

  /** Who they were. */
  public Set<ProcessId> ids() {
    return present().stream().map(ProcessSample::id).collect(Collectors.toUnmodifiableSet());
  }
}
