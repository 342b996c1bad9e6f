package dev.hearth.machine.nvml;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import java.util.List;

/**
 * Who uses one GPU of NVIDIA's now.
 *
 * @param gpu where it sits
 * @param busyPercent how busy it is, whoever makes it. Source: nvmlDeviceGetUtilizationRates
 * @param processes that compute or draw on it; pids are the host's
 * @param sensors what else it tells of itself
 */
public record NvmlUse(
    PciAddress gpu,
    Reading<Integer> busyPercent,
    Reading<List<Occupant>> processes,
    NvmlSensors sensors) {
  public NvmlUse {
    processes = processes.map(List::copyOf);
  }

  /** A GPU whose sensors were not asked. */
  public NvmlUse(PciAddress gpu, Reading<Integer> busyPercent, Reading<List<Occupant>> processes) {
    this(gpu, busyPercent, processes, NvmlSensors.unknown("the GPU's sensors were not asked"));
  }

  /**
   * A process that has a context on the GPU.
   *
   * @param memoryBytes what its contexts take, their own hundreds of MiB included
   * @param busyShare the part of its last moments that the multiprocessors worked for it, 0 to 1.
   *     Source: nvmlDeviceGetProcessUtilization
   */
  public record Occupant(int pid, Reading<Long> memoryBytes, Reading<Double> busyShare) {
    /** A process whose share was not asked for. */
    public Occupant(int pid, Reading<Long> memoryBytes) {
      this(pid, memoryBytes, Reading.unknown("the share of each process was not asked for"));
    }
  }
}
