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
 */
public record NvmlUse(
    PciAddress gpu, Reading<Integer> busyPercent, Reading<List<Occupant>> processes) {
  public NvmlUse {
    processes = processes.map(List::copyOf);
  }

  /**
   * A process that has a context on the GPU.
   *
   * @param memoryBytes what its contexts take, their own hundreds of MiB included
   */
  public record Occupant(int pid, Reading<Long> memoryBytes) {}
}
