package dev.hearth.inference.shape;

import java.util.Collection;

/** Which input sizes a session is to see, from any to as few as can be. */
public enum ShapePolicy {
  /** Those the input has: least to compute. */
  EXACT,
  /**
   * Few, wherever padding leaves answers as they are. For devices that compile little or nothing
   * for a new size.
   */
  BUCKETED,
  /**
   * Few even where answers change a little: text is read at other widths than the reference's. For
   * devices that compile a whole model for every size.
   */
  FEWEST;

  /** What suits all of these; {@link #EXACT} suits none. */
  public static ShapePolicy forAll(Collection<ShapePolicy> policies) {
    return policies.stream().max(ShapePolicy::compareTo).orElse(EXACT);
  }
}
