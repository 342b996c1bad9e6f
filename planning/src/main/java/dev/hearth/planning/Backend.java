package dev.hearth.planning;

import java.util.Arrays;
import java.util.Optional;

/** A way to compute. */
public enum Backend {
  CPU("cpu", "CPU"),
  ROCM("rocm", "ROCm"),
  CUDA("cuda", "CUDA"),
  OPENVINO("openvino", "OpenVINO"),
  ARMNN("armnn", "ArmNN"),
  RKNN("rknn", "RKNN"),
  VULKAN("vulkan", "Vulkan");

  private final String key;
  private final String label;

  Backend(String key, String label) {
    this.key = key;
    this.label = label;
  }

  /** As options, files and identities write it. */
  public String key() {
    return key;
  }

  /** As people write it. */
  public String label() {
    return label;
  }

  /** The backend of a key. */
  public static Optional<Backend> of(String key) {
    return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
  }
}
