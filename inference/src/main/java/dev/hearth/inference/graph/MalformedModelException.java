package dev.hearth.inference.graph;

/** The bytes are not an ONNX file as this package reads it; the file is then left untouched. */
final class MalformedModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedModelException(String message) {
    super(message);
  }
}
