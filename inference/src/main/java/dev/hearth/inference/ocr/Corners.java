package dev.hearth.inference.ocr;

/** Four corners as x and y in one array. */
final class Corners {
  private static final int COUNT = 4;

  private Corners() {}

  /**
   * Orders corners from the left top clockwise: the two with the smaller x are the left ones, the
   * upper of each pair is the top one; equals stay in the order given.
   */
  static float[] clockwise(float[] corners) {
    int[] order = {0, 1, 2, 3};
    for (int i = 1; i < COUNT; i++) {
      int moved = order[i];
      int place = i;
      while (place > 0 && corners[2 * order[place - 1]] > corners[2 * moved]) {
        order[place] = order[place - 1];
        place--;
      }
      order[place] = moved;
    }
    boolean leftSwapped = corners[2 * order[1] + 1] < corners[2 * order[0] + 1];
    boolean rightSwapped = corners[2 * order[3] + 1] < corners[2 * order[2] + 1];
    int[] places = {
      order[leftSwapped ? 1 : 0],
      order[rightSwapped ? 3 : 2],
      order[rightSwapped ? 2 : 3],
      order[leftSwapped ? 0 : 1]
    };
    float[] ordered = new float[2 * COUNT];
    for (int i = 0; i < COUNT; i++) {
      ordered[2 * i] = corners[2 * places[i]];
      ordered[2 * i + 1] = corners[2 * places[i] + 1];
    }
    return ordered;
  }

  /** The distance between two corners. */
  static double distance(float[] corners, int from, int to) {
    double dx = (double) corners[2 * from] - corners[2 * to];
    double dy = (double) corners[2 * from + 1] - corners[2 * to + 1];
    return Math.sqrt(dx * dx + dy * dy);
  }
}
