package dev.hearth.inference.ocr;

import dev.hearth.inference.image.Picture;
import dev.hearth.inference.image.Quad;
import dev.hearth.inference.image.Warp;
import dev.hearth.inference.ocr.TextBox.Corner;
import dev.hearth.inference.tensor.Workspace;
import java.util.List;

/**
 * One box to be cut out of the picture and laid straight.
 *
 * @param place of the box in reading order
 * @param box what is cut out
 * @param width of the crop before it is turned: the longer of its horizontal sides, whole pixels
 * @param height likewise of its vertical sides
 */
record LineCrop(int place, TextBox box, int width, int height) {
  /** Anything higher than this times its width is taken for a line that runs upwards. */
  private static final double UPRIGHT = 1.5;

  static LineCrop of(int place, TextBox box) {
    List<Corner> corners = box.corners();
    int width = (int) Math.max(distance(corners, 0, 1), distance(corners, 3, 2));
    int height = (int) Math.max(distance(corners, 0, 3), distance(corners, 1, 2));
    return new LineCrop(place, box, width, height);
  }

  /** Whether there is a pixel to read: not where three corners lie on one line. */
  boolean visible() {
    List<Corner> corners = box.corners();
    boolean flat = false;
    for (int i = 0; i < corners.size(); i++) {
      Corner a = corners.get(i);
      Corner b = corners.get((i + 1) % corners.size());
      Corner c = corners.get((i + 2) % corners.size());
      float turn = (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x());
      flat |= Math.abs(turn) < 1;
    }
    return width > 0 && height > 0 && !flat;
  }

  /** Width to height of the picture that {@link #cut} gives. */
  double ratio() {
    return turned() ? (double) height / width : (double) width / height;
  }

  Picture cut(Picture picture, Workspace workspace) {
    List<Corner> corners = box.corners();
    Quad quad =
        new Quad(
            corners.get(0).x(), corners.get(0).y(),
            corners.get(1).x(), corners.get(1).y(),
            corners.get(2).x(), corners.get(2).y(),
            corners.get(3).x(), corners.get(3).y());
    Picture straight = Warp.perspective(picture, quad, width, height, workspace);
    return turned() ? Warp.rotateLeft(straight, workspace) : straight;
  }

  private boolean turned() {
    return (double) height / width >= UPRIGHT;
  }

  private static double distance(List<Corner> corners, int from, int to) {
    double dx = (double) corners.get(from).x() - corners.get(to).x();
    double dy = (double) corners.get(from).y() - corners.get(to).y();
    return Math.sqrt(dx * dx + dy * dy);
  }
}
