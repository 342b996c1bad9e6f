package dev.hearth.inference.ocr;

/**
 * A rectangle at any angle, in the single precision and with the corners of OpenCV's {@code
 * RotatedRect}.
 *
 * @param centerX in pixels
 * @param centerY in pixels
 * @param width along the angle
 * @param height across it
 * @param degrees from the x axis, clockwise on the screen
 */
record TiltedBox(float centerX, float centerY, float width, float height, float degrees) {

  float shortSide() {
    return Math.min(width, height);
  }

  /**
   * The corners as x and y: left top, right top, right bottom, left bottom, where left and right
   * are the two corners with the smaller and the larger x.
   */
  float[] corners() {
    double radians = degrees * Math.PI / 180.0;
    float b = (float) Math.cos(radians) * 0.5f;
    float a = (float) Math.sin(radians) * 0.5f;
    float[] raw = new float[8];
    raw[0] = centerX - a * height - b * width;
    raw[1] = centerY + b * height - a * width;
    raw[2] = centerX + a * height - b * width;
    raw[3] = centerY - b * height - a * width;
    raw[4] = 2 * centerX - raw[0];
    raw[5] = 2 * centerY - raw[1];
    raw[6] = 2 * centerX - raw[2];
    raw[7] = 2 * centerY - raw[3];
    return Corners.clockwise(raw);
  }
}
