package dev.hearth.inference.ocr;

import java.util.List;

/** The places where a detector found text, in reading order. */
public record DetectedText(List<TextBox> boxes) {
  public DetectedText {
    boxes = List.copyOf(boxes);
  }
}
