package dev.hearth.inference.ocr;

import java.util.ArrayList;
import java.util.List;

/**
 * The size at which a picture is shown to the text detector: multiples of 32.
 *
 * @param width in pixels
 * @param height in pixels
 */
record MapSize(int width, int height) {
  private static final int MULTIPLE = 32;

  /** Immich's default resolution. */
  private static final int SHORTER_SIDE = 736;

  /** 4 : 3, 3 : 2, 16 : 9, 1 : 1, 19.5 : 9. */
  private static final List<Integer> LONGER_SIDES = List.of(992, 1120, 1312, 736, 1600);

  /**
   * The shorter side is limited, never enlarged, and each side rounded to the nearest multiple.
   * Only where that leaves more pixels than the budget, which the reference does not have, both
   * sides shrink further; a strip too thin for that is shortened.
   *
   * @param maxResolution the most pixels of the shorter side
   * @param budget the most pixels of all, at least one multiple squared
   */
  static MapSize of(int width, int height, int maxResolution, long budget) {
    double ratio = Math.min((double) maxResolution / Math.min(width, height), 1.0);
    MapSize size = scaled(width, height, ratio);
    if (size.pixels() <= budget) {
      return size;
    }
    double shrink = Math.sqrt(budget / (double) size.pixels());
    int across = floor(Math.min(size.width, size.height) * shrink);
    int along =
        Math.min(
            floor(Math.max(size.width, size.height) * shrink), floor((double) budget / across));
    return width < height ? new MapSize(across, along) : new MapSize(along, across);
  }

  /** The sizes of photos as cameras and phones take them, 4 : 3 first, at the usual resolution. */
  static List<MapSize> usual() {
    List<MapSize> sizes = new ArrayList<>();
    for (int longer : LONGER_SIDES) {
      sizes.add(new MapSize(longer, SHORTER_SIDE));
      sizes.add(new MapSize(SHORTER_SIDE, longer));
    }
    return sizes.stream().distinct().toList();
  }

  private static MapSize scaled(int width, int height, double ratio) {
    return new MapSize(round((int) (width * ratio)), round((int) (height * ratio)));
  }

  long pixels() {
    return (long) width * height;
  }

  /** To the nearest multiple, halves to the even one. */
  private static int round(int side) {
    return Math.max((int) Math.rint((double) side / MULTIPLE), 1) * MULTIPLE;
  }

  private static int floor(double side) {
    return Math.max((int) (side / MULTIPLE), 1) * MULTIPLE;
  }
}
