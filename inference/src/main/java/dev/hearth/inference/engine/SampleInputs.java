package dev.hearth.inference.engine;

import dev.hearth.inference.faces.DetectedFace;
import dev.hearth.inference.faces.DetectedFace.Box;
import dev.hearth.inference.faces.DetectedFace.Point;
import dev.hearth.inference.faces.DetectedFaces;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.ocr.DetectedText;
import dev.hearth.inference.tensor.Workspace;
import java.util.List;

/**
 * What a model is tried with: of the kind that requests will bring, and always the same. It goes
 * through the model's own preprocessing, so a device sees what photos and texts will look like.
 *
 * @param picture with a face and print
 * @param face where the face is, for models that embed it
 * @param print where the print is, for models that read it; one line
 * @param sentence for models of text
 */
record SampleInputs(Picture picture, DetectedFaces face, DetectedText print, String sentence) {
  private static final String SENTENCE =
      "Profits of the company rose by a tenth in the third quarter, more than expected.";

  /**
   * @param workspace holds the picture
   */
  static SampleInputs drawn(Workspace workspace) {
    DetectedText first = new DetectedText(List.of(SampleText.boxes().boxes().getFirst()));
    return new SampleInputs(SamplePicture.drawn(workspace), drawnFace(), first, SENTENCE);
  }

  private static DetectedFaces drawnFace() {
    Box box = new Box(at(-1, 0).x(), at(0, -1).y(), at(1, 0).x(), at(0, 1).y());
    List<Point> landmarks =
        List.of(at(-0.4, -0.12), at(0.4, -0.12), at(0, 0.28), at(-0.3, 0.58), at(0.3, 0.58));
    return new DetectedFaces(List.of(new DetectedFace(box, 1, landmarks)));
  }

  /** A place in the face, in halves of its size. */
  private static Point at(double u, double v) {
    return new Point(
        (float) (SamplePicture.FACE_X + u * SamplePicture.FACE_A),
        (float) (SamplePicture.FACE_Y + v * SamplePicture.FACE_B));
  }
}
