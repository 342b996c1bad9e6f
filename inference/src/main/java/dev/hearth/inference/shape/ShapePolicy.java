package dev.hearth.inference.shape;

/** Which input sizes a session is to see. */
public enum ShapePolicy {
  /** Those the input has: least to compute. */
  EXACT,
  /** Few: inputs are padded to the next bucket, so that a device compiles nothing per photo. */
  BUCKETED
}
