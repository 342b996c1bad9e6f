package dev.hearth.inference.runtime;

import java.util.List;
import java.util.Locale;

/** The runtime refused a run or failed in it: our own error, or the device's. */
public final class InferenceFailed extends RuntimeException {
  private static final List<String> OUT_OF_MEMORY =
      List.of(
          // ONNX Runtime's arenas; CUDA, as in "CUDA failure 2: out of memory"
          "out of memory",
          "failed to allocate memory",
          "memory allocation failed",
          "bad_alloc",
          // cuDNN, cuBLAS, HIP
          "_alloc_failed",
          "erroroutofmemory",
          // Vulkan's results, which Dawn hands through (WebGPU)
          "out_of_device_memory",
          "out_of_host_memory",
          "exceeds the max buffer size limit",
          // a tensor beyond the size of one binding is split over more than a shader may have
          "too many storage buffers in shader",
          // OpenCL, under OpenVINO
          "cl_out_of_resources",
          "cl_mem_object_allocation_failure",
          "max size of memory object allocation");

  private static final List<String> DEVICE_LOST =
      List.of(
          "device lost",
          "device is lost",
          "device_lost",
          "devicelost",
          // CUDA: errors that end the process's work on the device
          "illegal memory access",
          "unspecified launch failure",
          "devices are busy or unavailable",
          "uncorrectable ecc error");

  /** What sort of failure it is. */
  public enum Kind {
    /** The input, the model or the runtime; the same run would fail again. */
    OTHER,
    /** The device had no memory left; a smaller run may pass. */
    OUT_OF_MEMORY,
    /** The driver gave the device up; only a session opened anew may pass. */
    DEVICE_LOST
  }

  private final Kind kind;

  InferenceFailed(Exception cause) {
    super(cause.getMessage(), cause);
    this.kind = kindOf(String.valueOf(cause.getMessage()));
  }

  InferenceFailed(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** What a message of the runtime, or of a driver under it, says of the device. */
  public static Kind kindOf(String message) {
    String words = message.toLowerCase(Locale.ROOT);
    // First, since a device may be lost for want of memory, and then less of it helps.
    if (OUT_OF_MEMORY.stream().anyMatch(words::contains)) {
      return Kind.OUT_OF_MEMORY;
    }
    return DEVICE_LOST.stream().anyMatch(words::contains) ? Kind.DEVICE_LOST : Kind.OTHER;
  }
}
