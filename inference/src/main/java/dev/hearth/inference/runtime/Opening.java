package dev.hearth.inference.runtime;

import dev.hearth.inference.device.Placement;
import dev.hearth.inference.shape.ShapePolicy;
import java.util.List;
import java.util.function.Supplier;

/**
 * How a session was opened.
 *
 * @param shapes which input sizes its device wants to see
 * @param onDevice whether a device beside the processor computes
 * @param turn who may call its provider
 * @param placement where the runtime put the nodes; asked once, when the session is there
 */
record Opening(ShapePolicy shapes, boolean onDevice, Turn turn, Supplier<Placement> placement) {
  /**
   * On the processor nobody asks which nodes it computes: all. To have the runtime say so would
   * make opening 7 to 37 % slower.
   */
  static final Opening ON_CPU =
      new Opening(
          ShapePolicy.EXACT, false, Turn.ANYBODY, () -> new Placement(List.of(), List.of()));
}
