package dev.hearth.machine.nvml;

import dev.hearth.machine.Reading;
import java.util.List;

/**
 * All answers of one asking.
 *
 * @param gpus every GPU that answers
 * @param driverVersion the kernel driver
 * @param libraryVersion the library on disk
 * @param cudaVersion the newest CUDA the driver speaks
 * @param troubles what the others say instead
 */
public record NvmlAnswers(
    Reading<List<NvmlGpu>> gpus,
    Reading<String> driverVersion,
    Reading<String> libraryVersion,
    Reading<String> cudaVersion,
    List<String> troubles)
    implements Nvml {
  public NvmlAnswers {
    gpus = gpus.map(List::copyOf);
    troubles = List.copyOf(troubles);
  }
}
