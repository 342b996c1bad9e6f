package dev.hearth.inference.runtime;

import ai.onnxruntime.OrtLoggingLevel;
import java.util.Optional;

/**
 * The version of ONNX Runtime's Java classes, as their jar's manifest says it. A native runtime
 * must be of exactly this version: the binding asks for its symbols by it.
 */
public final class OnnxVersion {
  private OnnxVersion() {}

  /** Loads no native library; empty where the classes do not come from their jar. */
  public static Optional<String> ofClasses() {
    return Optional.ofNullable(OrtLoggingLevel.class.getPackage().getImplementationVersion());
  }
}
