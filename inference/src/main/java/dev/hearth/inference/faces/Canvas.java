package dev.hearth.inference.faces;

import dev.hearth.inference.runtime.TensorInfo;

/**
 * The part of the detector's square that is computed. Sides are multiples of the coarsest stride.
 *
 * @param width in pixels
 * @param height in pixels
 */
record Canvas(int width, int height) {
  static final int SIDE = 640;
  static final Canvas SQUARE = new Canvas(SIDE, SIDE);

  private static final int COARSEST_STRIDE = 32;

  /** Black beyond the picture, by measurement: docs/adr/0003-detection-without-padding.md. */
  private static final int MARGIN = 32;

  /** The picture and its margin, no larger than the square. */
  static Canvas around(Letterbox box) {
    return new Canvas(side(box.width()), side(box.height()));
  }

  /** Whether this model takes canvases other than the square. */
  static boolean adjustable(TensorInfo input) {
    return input.axes().size() == 4
        && input.axes().get(2) == TensorInfo.DYNAMIC
        && input.axes().get(3) == TensorInfo.DYNAMIC;
  }

  boolean cutsRight() {
    return width < SIDE;
  }

  boolean cutsBottom() {
    return height < SIDE;
  }

  private static int side(int content) {
    int whole = Math.ceilDiv(content, COARSEST_STRIDE) * COARSEST_STRIDE;
    return Math.min(SIDE, whole + MARGIN);
  }
}
