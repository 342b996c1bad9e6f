package dev.hearth.machine.nvml;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import java.util.List;

/** What NVIDIA's driver says of itself and its GPUs, by NVML or by a record of nvidia-smi. */
public interface Nvml {
  /** Every GPU that answers. */
  Reading<List<NvmlGpu>> gpus();

  /** The kernel driver, as 550.163.01. */
  Reading<String> driverVersion();

  /** The library on disk, as 550.163.01: known even where the loaded module is of another. */
  Reading<String> libraryVersion();

  /** The newest CUDA the driver speaks, as 12.4. */
  Reading<String> cudaVersion();

  /** What the GPUs that do not answer say instead, as "GPU 1: GPU is lost (15)". */
  List<String> troubles();

  /** The GPU at an address. */
  default Reading<NvmlGpu> gpu(PciAddress address) {
    return gpus()
        .flatMap(all ->
            all.stream()
                .filter(gpu -> gpu.address().equals(address))
                .findFirst()
                .map(Reading::known)
                .orElseGet(() -> Reading.unknown(missing(address))));
  }

  private String missing(PciAddress address) {
    String said = troubles().isEmpty() ? "" : " (" + String.join(", ", troubles()) + ")";
    return "NVML does not list " + address + said;
  }

  /** For machines where there is nobody to ask. */
  static Nvml absent(String reason) {
    return new NvmlAnswers(
        Reading.unknown(reason),
        Reading.unknown(reason),
        Reading.unknown(reason),
        Reading.unknown(reason),
        List.of());
  }

  /** This computer's library. It is loaded when first asked, and not at all if never asked. */
  static Nvml live() {
    return new LiveNvml();
  }
}
