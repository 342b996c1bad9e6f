package dev.hearth.inference.ocr;

import java.util.List;

/**
 * One place of text.
 *
 * @param corners left top, right top, right bottom, left bottom, in pixels of the submitted picture
 * @param score the detector's confidence, 0 to 1
 */
public record TextBox(List<Corner> corners, float score) {
  public TextBox {
    corners = List.copyOf(corners);
  }

  /** A corner in pixels. */
  public record Corner(float x, float y) {}
}
