package dev.hearth.inference.faces;

import dev.hearth.inference.image.Picture;

/**
 * A picture's place on a detector's canvas: shrunk or grown until its longer side fills the square,
 * in the left top corner. InsightFace's rule, whose sides are cut off, not rounded.
 *
 * @param width of the resized picture, at least 1
 * @param height of the resized picture, at least 1
 * @param scale canvas pixels for each pixel of the picture
 */
record Letterbox(int width, int height, double scale) {
  static Letterbox of(Picture picture) {
    double ratio = (double) picture.height() / picture.width();
    if (ratio > 1) {
      int width = Math.max(1, (int) (Canvas.SIDE / ratio));
      return new Letterbox(width, Canvas.SIDE, (double) Canvas.SIDE / picture.height());
    }
    int height = (int) (Canvas.SIDE * ratio);
    if (height == 0) {
      // A strip so flat that its height says nothing about the scale any more.
      return new Letterbox(Canvas.SIDE, 1, (double) Canvas.SIDE / picture.width());
    }
    return new Letterbox(Canvas.SIDE, height, (double) height / picture.height());
  }
}
