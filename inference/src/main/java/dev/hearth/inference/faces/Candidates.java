package dev.hearth.inference.faces;

import dev.hearth.inference.faces.DetectedFace.Box;
import dev.hearth.inference.faces.DetectedFace.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Boxes that may be faces, before overlapping ones are dropped. Arithmetic is in 32-bit floats, as
 * the reference computes it: a borderline overlap must fall to the same side.
 */
final class Candidates {
  static final int LANDMARKS = 5;

  private static final float MOST_OVERLAP = 0.4f;
  private static final int BOX = 4;
  private static final int WIDTH = BOX + 2 * LANDMARKS;

  /** Corners and landmarks of one candidate after the other. */
  private float[] numbers = new float[16 * WIDTH];

  private float[] scores = new float[16];
  private int size;

  int size() {
    return size;
  }

  /**
   * Adds a candidate in pixels of the picture; one that is not finite is no place and is ignored.
   *
   * @param values x1, y1, x2, y2, then x and y of each landmark
   */
  void add(float score, float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return;
      }
    }
    if (size == scores.length) {
      scores = Arrays.copyOf(scores, 2 * size);
      numbers = Arrays.copyOf(numbers, 2 * size * WIDTH);
    }
    scores[size] = score;
    System.arraycopy(values, 0, numbers, size * WIDTH, values.length);
    size++;
  }

  /** Room for one candidate's corners and landmarks. */
  static float[] room() {
    return new float[WIDTH];
  }

  /** The faces: best first, each dropping what overlaps it by more than four tenths. */
  DetectedFaces faces() {
    int[] order = bestFirst();
    float[] areas = new float[size];
    for (int i = 0; i < size; i++) {
      areas[i] = area(i);
    }
    int[] kept = new int[size];
    int count = 0;
    for (int candidate : order) {
      if (!overlapsAny(candidate, kept, count, areas)) {
        kept[count++] = candidate;
      }
    }
    List<DetectedFace> faces = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      faces.add(face(kept[i]));
    }
    return new DetectedFaces(faces);
  }

  /** Indices by falling score; equal scores keep the order of the anchors. */
  private int[] bestFirst() {
    long[] keys = new long[size];
    for (int i = 0; i < size; i++) {
      long falling = Integer.MAX_VALUE - (long) Float.floatToIntBits(Math.max(0f, scores[i]));
      keys[i] = falling << 32 | i;
    }
    Arrays.sort(keys);
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }

  private boolean overlapsAny(int candidate, int[] kept, int count, float[] areas) {
    for (int i = 0; i < count; i++) {
      if (overlap(candidate, kept[i], areas) > MOST_OVERLAP) {
        return true;
      }
    }
    return false;
  }

  /** Intersection over union with inclusive corners: a box from 3 to 5 is three pixels wide. */
  private float overlap(int one, int other, float[] areas) {
    int a = one * WIDTH;
    int b = other * WIDTH;
    float width = Math.min(numbers[a + 2], numbers[b + 2]) - Math.max(numbers[a], numbers[b]) + 1;
    float height =
        Math.min(numbers[a + 3], numbers[b + 3]) - Math.max(numbers[a + 1], numbers[b + 1]) + 1;
    float shared = Math.max(0f, width) * Math.max(0f, height);
    return shared / (areas[one] + areas[other] - shared);
  }

  private float area(int candidate) {
    int at = candidate * WIDTH;
    return (numbers[at + 2] - numbers[at] + 1) * (numbers[at + 3] - numbers[at + 1] + 1);
  }

  private DetectedFace face(int candidate) {
    int at = candidate * WIDTH;
    List<Point> landmarks = new ArrayList<>(LANDMARKS);
    for (int i = at + BOX; i < at + WIDTH; i += 2) {
      landmarks.add(new Point(numbers[i], numbers[i + 1]));
    }
    Box box = new Box(numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3]);
    return new DetectedFace(box, scores[candidate], landmarks);
  }
}
