package dev.hearth.planning.fit;

/** What an engine does when a model is larger than the device's memory. */
public enum Overflow {
  /**
   * Whole layers stay in system memory and the processor computes them: llama.cpp and Ollama.
   * Source: llama.cpp {@code src/llama-model.cpp}, {@code load_tensors}.
   */
  LAYERS_TO_CPU,
  /**
   * What does not fit stays in system memory and crosses PCIe each time the device reads it: only
   * where asked for, {@code GGML_CUDA_ENABLE_UNIFIED_MEMORY=1} or {@code
   * GGML_VK_ALLOW_SYSMEM_FALLBACK=1} in llama.cpp.
   */
  STREAMED_OVER_LINK,
  /** The engine fails: ONNX Runtime and PyTorch allocate on the device or not at all. */
  REFUSED
}
