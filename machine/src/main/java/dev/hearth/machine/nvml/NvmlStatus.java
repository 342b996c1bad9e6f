package dev.hearth.machine.nvml;

import dev.hearth.machine.Reading;
import java.util.function.Supplier;

/** What NVML's functions return. Source: {@code nvmlReturn_t} in nvml.h. */
final class NvmlStatus {
  static final int SUCCESS = 0;
  static final int NOT_SUPPORTED = 3;
  static final int NOT_FOUND = 6;

  private NvmlStatus() {}

  /** What a function left behind, where it succeeded; else its status in words. */
  static <T> Reading<T> read(Reading<Integer> status, Supplier<T> result) {
    return status.flatMap(code ->
        code == SUCCESS ? Reading.known(result.get()) : Reading.unknown("NVML: " + words(code)));
  }

  /** The status in words, its number behind. */
  static String words(int status) {
    return meaning(status) + " (" + status + ")";
  }

  private static String meaning(int status) {
    return switch (status) {
      case 1 -> "not initialized";
      case 2 -> "invalid argument";
      case NOT_SUPPORTED -> "not supported by this GPU";
      case 4 -> "no permission";
      case NOT_FOUND -> "not found";
      case 8 -> "a power cable is not attached";
      case 9 -> "the NVIDIA kernel driver is not loaded";
      case 10 -> "timeout";
      case 11 -> "trouble with the GPU's interrupt";
      case 12 -> "a library of the driver is missing";
      case 13 -> "a function of the driver is missing";
      case 14 -> "the GPU's info ROM is corrupted";
      case 15 -> "GPU is lost: it fell off the bus";
      case 16 -> "the GPU must be reset";
      case 17 -> "the control device is blocked by the operating system or a container";
      case 18 -> "driver/library version mismatch";
      case 19 -> "in use";
      case 20 -> "out of memory";
      case 21 -> "no data";
      case 23 -> "out of resources";
      case 25 -> "argument version mismatch";
      case 27 -> "not ready";
      case 28 -> "no GPU found";
      default -> "error";
    };
  }
}
