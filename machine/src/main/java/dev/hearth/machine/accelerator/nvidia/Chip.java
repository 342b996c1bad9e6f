package dev.hearth.machine.accelerator.nvidia;

import dev.hearth.machine.Reading;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What is inside an NVIDIA GPU, by its PCI device id: known without any driver.
 *
 * @param name as AD102
 * @param computeCapability as 8.9
 */
record Chip(String name, String computeCapability) {
  /** Parts that have no memory of their own: DGX Spark and Jetson Thor. */
  private static final List<String> INTEGRATED = List.of("GB20B", "GB10B");

  /** Parts that can be cut into instances. Source: NVIDIA's MIG user guide, "Supported GPUs". */
  private static final List<String> CAN_BE_CUT =
      List.of("GA100", "GH100", "GB100", "GB102", "GB110", "GB112", "GB202", "GB203");

  static Reading<Chip> of(int deviceId) {
    for (String[] row : Table.rows("chips.txt")) {
      if (row.length == 4
          && HexFormat.fromHexDigits(row[0]) <= deviceId
          && deviceId <= HexFormat.fromHexDigits(row[1])) {
        return Reading.known(new Chip(row[2], row[3]));
      }
    }
    return Reading.unknown(
        String.format(Locale.ROOT, "no table here has NVIDIA's device %04x", deviceId));
  }

  boolean integrated() {
    return INTEGRATED.contains(name);
  }

  boolean canBeCut() {
    return CAN_BE_CUT.contains(name);
  }

  /**
   * CUDA cores of one multiprocessor; unknown for generations that are not listed. Source: CUDA
   * programming guide, "Compute capabilities".
   */
  static Reading<Integer> coresPerMultiprocessor(String computeCapability) {
    return switch (computeCapability) {
      case "3.0", "3.2", "3.5", "3.7" -> Reading.known(192);
      case "6.0", "7.0", "7.2", "7.5", "8.0" -> Reading.known(64);
      case "5.0", "5.2", "5.3", "6.1", "6.2" -> Reading.known(128);
      case "8.6", "8.7", "8.9", "9.0", "10.0", "10.3", "11.0", "12.0", "12.1" -> Reading.known(128);
      default ->
          Reading.unknown(
              "the multiprocessors of compute capability are not known: " + computeCapability);
    };
  }
}
