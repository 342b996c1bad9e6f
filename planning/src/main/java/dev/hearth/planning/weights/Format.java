package dev.hearth.planning.weights;

/** The formats of model files whose heads are read. */
public enum Format {
  GGUF("GGUF"),
  SAFETENSORS("safetensors"),
  ONNX("ONNX");

  private final String label;

  Format(String label) {
    this.label = label;
  }

  /** The name people write. */
  public String label() {
    return label;
  }
}
