package dev.hearth.inference.ocr;

import dev.hearth.inference.image.Bilinear;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.image.Planes;
import dev.hearth.inference.ocr.CtcDecoder.Decoded;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.shape.Buckets;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Reads the text in detected boxes with a PP-OCR recognition model: lines [n, 3, 48, width] in, a
 * probability for each class and step [n, steps, classes] out. Pre- and post-processing are those
 * of Immich 2.6 (RapidOCR 3), except that the width of a batch is limited.
 */
public final class TextRecognizer {
  /** Lines in one run, where the caller does not know better. */
  public static final int DEFAULT_BATCH = 6;

  private static final int HEIGHT = LineRun.HEIGHT;
  private static final int CHANNELS = 3;

  /** (x/255 − 0.5)/0.5. */
  private static final Planes PLANES = Planes.of(Planes.Order.BGR, 127.5f, 1 / 127.5f);

  /** The list of the model used last: the same for all requests, and costly to split. */
  private volatile KnownAlphabet known = new KnownAlphabet("", Alphabet.parse(""));

  private static final TextLine NOTHING = new TextLine(new TextBox(List.of(), 0), "", 0);

  private record KnownAlphabet(String listed, Alphabet alphabet) {}

  /**
   * The inputs that a device is to see before requests come, where it wants few sizes: those that
   * usual photos lead to first, rare ones after.
   *
   * @param signature of the model
   */
  public static List<Map<String, Shape>> usualInputs(Signature signature) {
    TensorInfo input = signature.input();
    List<Integer> rows = Buckets.ROWS.stream().filter(many -> many <= DEFAULT_BATCH).toList();
    return Buckets.pairs(
            Buckets.LINE_WIDTHS, rows, (width, many) -> input.sized(many, CHANNELS, HEIGHT, width))
        .stream()
        .distinct()
        .map(shape -> Map.of(input.name(), shape))
        .toList();
  }

  /**
   * Reads text.
   *
   * @param text where it is
   * @param minScore lines whose mean probability is not above this are dropped
   * @param maxBatch the most lines in one run
   * @return the lines in the order of the boxes; empty ones are dropped
   */
  public List<TextLine> recognize(
      Picture picture,
      DetectedText text,
      double minScore,
      int maxBatch,
      Session session,
      Workspace workspace) {
    List<LineCrop> crops = crops(text);
    if (crops.isEmpty()) {
      return List.of();
    }
    Alphabet alphabet = alphabet(session);
    ReusedMemory memory = new ReusedMemory(workspace);
    List<TextLine> lines = new ArrayList<>(Collections.nCopies(text.boxes().size(), NOTHING));
    for (LineRun run : LineRun.of(crops, maxBatch, session.shapes())) {
      memory.reuse();
      Outputs output = run(picture, run, session, memory);
      read(output, run.lines(), alphabet, minScore, lines);
    }
    return lines.stream().filter(line -> !line.text().isEmpty()).toList();
  }

  /** What can be read, the narrowest first, so that a batch is padded little. */
  private static List<LineCrop> crops(DetectedText text) {
    List<LineCrop> crops = new ArrayList<>(text.boxes().size());
    for (int i = 0; i < text.boxes().size(); i++) {
      LineCrop crop = LineCrop.of(i, text.boxes().get(i));
      if (crop.visible()) {
        crops.add(crop);
      }
    }
    crops.sort(Comparator.comparingDouble(LineCrop::ratio));
    return crops;
  }

  private static Outputs run(Picture picture, LineRun run, Session session, Workspace memory) {
    int width = run.width();
    Tensor.Floats input = memory.floats(Shape.of(run.rows(), CHANNELS, HEIGHT, width));
    for (int row = 0; row < run.rows(); row++) {
      int offset = row * CHANNELS * HEIGHT * width;
      int shown = 0;
      if (row < run.lines().size()) {
        LineCrop crop = run.lines().get(row);
        shown = run.shown(crop);
        Picture scaled = Bilinear.resize(crop.cut(picture, memory), shown, HEIGHT, memory);
        PLANES.write(scaled, input.data(), offset, width, HEIGHT);
      }
      pad(input.data(), offset, shown, width);
    }
    return session.run(Map.of(session.signature().input().name(), input));
  }

  /** Grey to the right of a line that is shorter than the run, and where there is no line. */
  private static void pad(FloatBuffer data, int offset, int from, int width) {
    float[] grey = new float[width - from];
    for (int row = 0; row < CHANNELS * HEIGHT; row++) {
      data.put(offset + row * width + from, grey);
    }
  }

  private static void read(
      Outputs outputs,
      List<LineCrop> run,
      Alphabet alphabet,
      double minScore,
      List<TextLine> lines) {
    int classes = alphabet.characters().size();
    CtcDecoder decoder = new CtcDecoder(alphabet, LikeliestClasses.in(outputs, classes));
    for (int line = 0; line < run.size(); line++) {
      Decoded decoded = decoder.decode(line);
      if (decoded.score() > minScore) {
        LineCrop crop = run.get(line);
        lines.set(crop.place(), new TextLine(crop.box(), decoded.text(), (float) decoded.score()));
      }
    }
  }

  private Alphabet alphabet(Session session) {
    String listed = session.signature().metadata().get(Alphabet.KEY);
    KnownAlphabet last = known;
    if (last.listed().equals(listed)) {
      return last.alphabet();
    }
    Alphabet alphabet = Alphabet.of(session.signature().metadata());
    if (listed != null) {
      known = new KnownAlphabet(listed, alphabet);
    }
    return alphabet;
  }
}
