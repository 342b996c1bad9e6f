package dev.hearth.machine.accelerator.nvidia;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.pci.PciDevice;
import dev.hearth.machine.nvml.NvmlGpu;
import java.util.function.Function;

/**
 * The sources of one NVIDIA GPU.
 *
 * @param device what PCI says
 * @param information what the kernel module says
 * @param gpu what NVML says
 * @param chip what the device id says
 */
record Card(
    PciDevice device, GpuInformation information, Reading<NvmlGpu> gpu, Reading<Chip> chip) {

  /** One of NVML's answers. */
  <T> Reading<T> told(Function<NvmlGpu, Reading<T>> answer) {
    return gpu.flatMap(answer);
  }

  Reading<Integer> minor() {
    return told(NvmlGpu::minor).or(information::minor);
  }

  /** Its compute capability. */
  Reading<String> architecture() {
    return told(NvmlGpu::computeCapability).or(() -> chip.map(Chip::computeCapability));
  }

  Reading<Integer> multiprocessors() {
    return told(NvmlGpu::cores)
        .flatMap(cores ->
            architecture()
                .flatMap(Chip::coresPerMultiprocessor)
                .map(perMultiprocessor -> cores / perMultiprocessor));
  }
}
