package dev.hearth.inference.ocr;

import dev.hearth.inference.ocr.TextBox.Corner;
import dev.hearth.inference.tensor.Workspace;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns a map of text probabilities into boxes, as PaddleOCR's post-processing of differentiable
 * binarization does (Liao et al., 2020): threshold, dilate, follow borders, enclose, score, grow.
 */
final class TextBoxes {
  private static final float THRESHOLD = 0.3f;
  private static final int MOST_BORDERS = 1000;

  /** How far text reaches beyond the kernel that the model marks, in area per length of border. */
  private static final double GROWTH = 1.6;

  private static final float SHORTEST_BEFORE_GROWTH = 3;
  private static final float SHORTEST_AFTER_GROWTH = 5;
  private static final int LONGEST_DROPPED_SIDE = 3;
  private static final int CORNERS = 4;

  private final int pictureWidth;
  private final int pictureHeight;
  private final double minScore;
  private final boolean slowScore;

  private final SmallestBox smallest = new SmallestBox();
  private final RoundOffset offset = new RoundOffset();
  private final Points border = new Points();
  private final Points grown = new Points();

  /**
   * @param pictureWidth of the picture that the boxes are for, in pixels
   * @param pictureHeight likewise
   * @param minScore the least mean probability
   * @param slowScore whether the mean is taken inside the border instead of its rectangle
   */
  TextBoxes(int pictureWidth, int pictureHeight, double minScore, boolean slowScore) {
    this.pictureWidth = pictureWidth;
    this.pictureHeight = pictureHeight;
    this.minScore = minScore;
    this.slowScore = slowScore;
  }

  /** The boxes in the order in which their borders were found, the lowest first. */
  List<TextBox> find(FloatBuffer map, int width, int height, Workspace workspace) {
    TextMask mask = TextMask.dilated(map, width, height, THRESHOLD, workspace);
    Borders borders = new Borders(mask, MOST_BORDERS);
    PolygonMean mean = new PolygonMean(map, width, height, workspace);
    List<TextBox> boxes = new ArrayList<>();
    for (int i = 0; i < borders.count(); i++) {
      borders.trace(i, border);
      box(mean, width, height).ifPresent(boxes::add);
    }
    return boxes;
  }

  private Optional<TextBox> box(PolygonMean mean, int width, int height) {
    TiltedBox kernel = smallest.around(border);
    if (kernel.shortSide() < SHORTEST_BEFORE_GROWTH) {
      return Optional.empty();
    }
    float[] corners = kernel.corners();
    double score = slowScore ? mean.insidePolygon(border) : mean.insideBox(corners);
    if (!(score >= minScore)) {
      return Optional.empty();
    }
    offset.grow(corners, growth(corners), grown);
    if (grown.size() == 0) {
      return Optional.empty();
    }
    TiltedBox whole = smallest.around(grown);
    if (whole.shortSide() < SHORTEST_AFTER_GROWTH) {
      return Optional.empty();
    }
    return inPicture(whole.corners(), width, height, (float) score);
  }

  private static double growth(float[] corners) {
    double doubledArea = 0;
    double length = 0;
    for (int i = 0, before = CORNERS - 1; i < CORNERS; before = i++) {
      doubledArea +=
          (double) corners[2 * before] * corners[2 * i + 1]
              - (double) corners[2 * i] * corners[2 * before + 1];
      length += Corners.distance(corners, before, i);
    }
    return Math.abs(doubledArea) / 2 * GROWTH / length;
  }

  private Optional<TextBox> inPicture(float[] corners, int width, int height, float score) {
    for (int i = 0; i < CORNERS; i++) {
      corners[2 * i] = scale(corners[2 * i], width, pictureWidth);
      corners[2 * i + 1] = scale(corners[2 * i + 1], height, pictureHeight);
    }
    float[] ordered = Corners.clockwise(corners);
    if ((int) Corners.distance(ordered, 0, 1) <= LONGEST_DROPPED_SIDE
        || (int) Corners.distance(ordered, 0, 3) <= LONGEST_DROPPED_SIDE) {
      return Optional.empty();
    }
    List<Corner> list = new ArrayList<>(CORNERS);
    for (int i = 0; i < CORNERS; i++) {
      list.add(new Corner(ordered[2 * i], ordered[2 * i + 1]));
    }
    return Optional.of(new TextBox(list, score));
  }

  /** To a whole pixel of the picture, halves to even. */
  private static float scale(float value, int mapSize, int pictureSize) {
    float scaled = (float) Math.rint(value / mapSize * pictureSize);
    return Math.clamp(scaled, 0, pictureSize - 1);
  }
}
