package dev.hearth.machine.nvml;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;

/**
 * One GPU as NVIDIA's driver tells of it.
 *
 * @param address where it sits; NVML writes it as 00000000:01:00.0
 * @param name the product, as "NVIDIA GeForce RTX 4090". Source: nvmlDeviceGetName
 * @param uuid as GPU-…; CUDA_VISIBLE_DEVICES and CDI take it. Source: nvmlDeviceGetUUID
 * @param minor N of /dev/nvidiaN. Source: nvmlDeviceGetMinorNumber
 * @param memory VRAM; unknown on parts without any of their own (Jetson, GB10)
 * @param computeCapability as 8.9. Source: nvmlDeviceGetCudaComputeCapability
 * @param cores CUDA cores. Source: nvmlDeviceGetNumGpuCores
 * @param mig whether it is cut into instances; false on parts that cannot be. Source:
 *     nvmlDeviceGetMigMode
 */
public record NvmlGpu(
    PciAddress address,
    Reading<String> name,
    Reading<String> uuid,
    Reading<Integer> minor,
    Reading<Memory> memory,
    Reading<String> computeCapability,
    Reading<Integer> cores,
    Reading<Boolean> mig) {

  /**
   * Bytes of VRAM. Source: nvmlDeviceGetMemoryInfo.
   *
   * @param total all of it
   * @param used what cannot be had now, the driver's own part included
   */
  public record Memory(long total, long used) {}
}
