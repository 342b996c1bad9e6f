package dev.hearth.planning.fit;

import java.util.Locale;

/** A way to compute, as far as memory is concerned. */
public enum Backend {
  CPU,
  ROCM,
  CUDA,
  OPENVINO,
  VULKAN,
  ARMNN,
  RKNN;

  /** The name in options and JSON: {@code rocm}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
