package dev.hearth.inference.faces;

import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.faces.DetectedFace.Box;

/** How far apart two answers about a face are. */
final class FaceNearness {
  private FaceNearness() {}

  /** The largest distance between two boxes' sides, in pixels. */
  static double between(Box one, Box other) {
    return Math.max(
        Math.max(Math.abs(one.x1() - other.x1()), Math.abs(one.y1() - other.y1())),
        Math.max(Math.abs(one.x2() - other.x2()), Math.abs(one.y2() - other.y2())));
  }

  /** The cosine of the angle between two embeddings. */
  static double cosine(Embedding one, Embedding other) {
    double product = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < one.dimensions(); i++) {
      double a = one.values().get(i);
      double b = other.values().get(i);
      product += a * b;
      first += a * a;
      second += b * b;
    }
    return product / Math.sqrt(first * second);
  }
}
