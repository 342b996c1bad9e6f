package dev.hearth.inference.ocr;

import dev.hearth.inference.image.Filter;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.image.Planes;
import dev.hearth.inference.image.Resampling;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.util.List;
import java.util.Map;

/**
 * Finds where text is with a PP-OCR detection model: [1, 3, height, width] in, a probability for
 * each pixel [1, 1, height, width] out. Pre- and post-processing are those of Immich 2.6 (RapidOCR
 * 3), except that the input has a budget of pixels and that boxes keep their own scores.
 *
 * <p>The picture's own size is shown to devices that want few sizes too: the model weighs its
 * features by their means over the whole input, so that padding moves boxes everywhere (ADR 11).
 */
public final class TextDetector {
  /** The most input pixels where nothing else is said; 4.6 million took 1.4 GB in all. */
  public static final long DEFAULT_PIXEL_BUDGET = 5_000_000;

  /** Input pixels that no request is denied, whatever its resolution: 736 × 1632 and some. */
  private static final long ALWAYS_AFFORDABLE = 1_250_000;

  /** The longer to the shorter side of the longest phone screens, which are not to be shrunk. */
  private static final double USUAL_RATIO = 2.25;

  private static final int SMALLEST_SIDE = 32;

  /** The mean is 0.5 on the 0–255 scale, as the reference has it. */
  private static final Planes PLANES = Planes.of(Planes.Order.BGR, 0.5f, 1 / 127.5f);

  private final long pixelBudget;

  public TextDetector() {
    this(DEFAULT_PIXEL_BUDGET);
  }

  /**
   * @param pixelBudget the most pixels of the model's input. Below it a request gets as many as a
   *     picture of 1 : 2.25 has at its resolution; a panorama that exceeds that is shrunk, so that
   *     it does not take all memory
   */
  public TextDetector(long pixelBudget) {
    this.pixelBudget = pixelBudget;
  }

  /**
   * The inputs that a device is to see before requests come, where it wants few sizes: those that
   * usual photos lead to first, rare ones after.
   *
   * @param signature of the model
   */
  public List<Map<String, Shape>> usualInputs(Signature signature) {
    TensorInfo input = signature.input();
    return MapSize.usual().stream()
        .map(size -> Map.of(input.name(), input.sized(1, 3, size.height(), size.width())))
        .toList();
  }

  /**
   * Finds text.
   *
   * @param minScore the least mean probability of a box, 0 to 1
   * @param maxResolution the most pixels of the shorter side
   * @param slowScore whether scores are taken inside the found border instead of its rectangle
   * @return boxes in reading order; none for pictures narrower or lower than 32 pixels
   */
  public DetectedText detect(
      Picture picture,
      double minScore,
      int maxResolution,
      boolean slowScore,
      Session session,
      Workspace workspace) {
    if (picture.width() < SMALLEST_SIDE || picture.height() < SMALLEST_SIDE) {
      return new DetectedText(List.of());
    }
    MapSize size =
        MapSize.of(picture.width(), picture.height(), maxResolution, budget(maxResolution));
    Tensor.Floats map = probabilities(picture, size, session, workspace);
    TextBoxes boxes = new TextBoxes(picture.width(), picture.height(), minScore, slowScore);
    List<TextBox> found =
        boxes.find(map.data(), map.shape().axis(-1), map.shape().axis(-2), workspace);
    return new DetectedText(ReadingOrder.of(found));
  }

  private long budget(int maxResolution) {
    double usual = USUAL_RATIO * maxResolution * maxResolution;
    return Math.min(pixelBudget, Math.max(ALWAYS_AFFORDABLE, (long) usual));
  }

  private static Tensor.Floats probabilities(
      Picture picture, MapSize size, Session session, Workspace workspace) {
    Picture resized =
        Resampling.resize(picture, size.width(), size.height(), Filter.LANCZOS, workspace);
    Tensor.Floats input = workspace.floats(Shape.of(1, 3, size.height(), size.width()));
    PLANES.write(resized, input.data(), 0, size.width(), size.height());
    String name = session.signature().input().name();
    return session.run(Map.of(name, input)).floats(0);
  }
}
