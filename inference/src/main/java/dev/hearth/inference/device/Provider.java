package dev.hearth.inference.device;

import java.util.Arrays;
import java.util.Optional;

/** A way to compute that ONNX Runtime offers: one execution provider each. */
public enum Provider {
  CPU("cpu", "CPU", "CPUExecutionProvider"),
  VULKAN("vulkan", "Vulkan", "WebGpuExecutionProvider"),
  CUDA("cuda", "CUDA", "CUDAExecutionProvider"),
  OPENVINO("openvino", "OpenVINO", "OpenVINOExecutionProvider"),
  MIGRAPHX("migraphx", "MIGraphX", "MIGraphXExecutionProvider");

  private final String key;
  private final String label;
  private final String runtimeName;

  Provider(String key, String label, String runtimeName) {
    this.key = key;
    this.label = label;
    this.runtimeName = runtimeName;
  }

  /** As options, settings and metrics write it. */
  public String key() {
    return key;
  }

  /** As people write it. */
  public String label() {
    return label;
  }

  /** As ONNX Runtime writes it. */
  public String runtimeName() {
    return runtimeName;
  }

  /** The provider of a key. */
  public static Optional<Provider> of(String key) {
    return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
  }
}
