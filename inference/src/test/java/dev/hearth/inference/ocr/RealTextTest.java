package dev.hearth.inference.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hearth.inference.SharedFolder;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.runtime.Bucketed;
import dev.hearth.inference.runtime.OpenSession;
import dev.hearth.inference.runtime.TestSessions;
import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What real PP-OCR models read in real photos, against the answers of Immich's service. */
class RealTextTest {
  private static final MemoryPool POOL = new MemoryPool(1 << 26);
  private static Path shared;
  private static OpenSession detection;
  private static OpenSession recognition;

  private final TextDetector detector = new TextDetector();
  private final TextRecognizer recognizer = new TextRecognizer();

  @BeforeAll
  static void open() {
    shared = SharedFolder.orSkip();
    Path model = shared.resolve("models/ocr/PP-OCRv4_mobile");
    detection = TestSessions.open(model.resolve("detection/model.onnx"));
    recognition = TestSessions.open(model.resolve("recognition/model.onnx"));
  }

  @AfterAll
  static void close() {
    if (recognition != null) {
      detection.close();
      recognition.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "astronaut.png",
        "camera.png",
        "chelsea.png",
        "coffee.png",
        "hubble_deep_field.jpg",
        "page.png",
        "rendered_text.png",
        "rocket.jpg",
        "text.png",
        "preview/astronaut.jpg",
        "preview/camera.jpg",
        "preview/chelsea.jpg",
        "preview/coffee.jpg",
        "preview/hubble_deep_field.jpg",
        "preview/page.jpg",
        "preview/rendered_text.jpg",
        "preview/rocket.jpg",
        "preview/text.jpg"
      })
  void aPhotoReadsAsInTheReference(String name) {
    try (Workspace workspace = POOL.workspace()) {
      Picture picture = DrawnPicture.read(shared.resolve("photos").resolve(name), workspace);
      List<TextLine> expected = expected(name, picture);
      assertSame(read(picture, TextRecognizer.DEFAULT_BATCH, workspace), expected);
      assertSame(readBy(ShapePolicy.BUCKETED, picture, workspace), expected);
    }
  }

  private static void assertSame(List<TextLine> lines, List<TextLine> expected) {
    assertThat(lines)
        .extracting(TextLine::text)
        .containsExactlyElementsOf(expected.stream().map(TextLine::text).toList());
    for (int i = 0; i < lines.size(); i++) {
      assertSame(lines.get(i), expected.get(i));
    }
    // The reference sorts the boxes without their scores, so that only the set is comparable.
    assertThat(boxScores(lines))
        .usingElementComparator(RealTextTest::compareScores)
        .containsExactlyElementsOf(boxScores(expected));
  }

  private static void assertSame(TextLine read, TextLine expected) {
    assertThat(read.score()).isCloseTo(expected.score(), within(0.01f));
    for (int i = 0; i < 4; i++) {
      TextBox.Corner corner = read.box().corners().get(i);
      TextBox.Corner wanted = expected.box().corners().get(i);
      assertThat(corner.x()).isCloseTo(wanted.x(), within(2f));
      assertThat(corner.y()).isCloseTo(wanted.y(), within(2f));
    }
  }

  private static int compareScores(Float one, Float other) {
    return Math.abs(one - other) < 0.01 ? 0 : Float.compare(one, other);
  }

  private static List<Float> boxScores(List<TextLine> lines) {
    return lines.stream().map(line -> line.box().score()).sorted().toList();
  }

  private List<TextLine> read(Picture picture, int batch, Workspace workspace) {
    DetectedText text = detector.detect(picture, 0.5, 736, false, detection, workspace);
    return recognizer.recognize(picture, text, 0.8, batch, recognition, workspace);
  }

  private List<TextLine> readBy(ShapePolicy shapes, Picture picture, Workspace workspace) {
    Bucketed lines = new Bucketed(recognition, shapes);
    DetectedText text =
        detector.detect(picture, 0.5, 736, false, new Bucketed(detection, shapes), workspace);
    List<TextLine> read =
        recognizer.recognize(picture, text, 0.8, TextRecognizer.DEFAULT_BATCH, lines, workspace);
    if (shapes == ShapePolicy.FEWEST) {
      assertThat(TextRecognizer.usualInputs(recognition.signature())).containsAll(lines.seen());
    }
    return read;
  }

  /** The lines of a reference answer, which come upwards, in reading order. */
  private static List<TextLine> expected(String name, Picture picture) {
    JsonNode answer =
        new ObjectMapper()
            .readTree(shared.resolve("expected").resolve(name + ".json"))
            .at("/ocr/ocr");
    List<TextLine> lines = new ArrayList<>();
    for (int line = 0; line < answer.get("text").size(); line++) {
      List<TextBox.Corner> corners = new ArrayList<>();
      for (int i = 8 * line; i < 8 * line + 8; i += 2) {
        corners.add(
            new TextBox.Corner(
                (float) answer.get("box").get(i).doubleValue() * picture.width(),
                (float) answer.get("box").get(i + 1).doubleValue() * picture.height()));
      }
      TextBox box = new TextBox(corners, (float) answer.get("boxScore").get(line).doubleValue());
      String text = answer.get("text").get(line).stringValue();
      lines.add(new TextLine(box, text, (float) answer.get("textScore").get(line).doubleValue()));
    }
    lines.sort(Comparator.comparingDouble(line -> line.box().corners().getFirst().y()));
    return lines;
  }

  @Test
  void linesThatRunDownwardsAreTurnedAndRead() {
    try (Workspace workspace = POOL.workspace()) {
      Picture page = DrawnPicture.read(shared.resolve("photos/rendered_text.png"), workspace);
      assertThat(read(DrawnPicture.turned(page, workspace), 6, workspace))
          .extracting(TextLine::text)
          .containsExactly("Grand Hotel Budapest", "Total due: 1,284.50 EUR", "Invoice No. 20391");
    }
  }

  @Test
  void linesReadOneByOneAreAsClearAsInABatch() {
    try (Workspace workspace = POOL.workspace()) {
      Path file = shared.resolve("photos/preview/page.jpg");
      Picture page = DrawnPicture.read(file, workspace);
      assertThat(read(page, 1, workspace))
          .extracting(TextLine::text)
          .containsExactlyElementsOf(
              read(page, 6, workspace).stream().map(TextLine::text).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"page.png", "rendered_text.png", "preview/page.jpg", "preview/text.jpg"})
  void fewWidthsReadNearlyTheSame(String name) {
    try (Workspace workspace = POOL.workspace()) {
      Picture picture = DrawnPicture.read(shared.resolve("photos").resolve(name), workspace);
      List<TextLine> usual = read(picture, TextRecognizer.DEFAULT_BATCH, workspace);
      List<TextLine> few = readBy(ShapePolicy.FEWEST, picture, workspace);

      assertThat(few).hasSameSizeAs(usual);
      for (int i = 0; i < few.size(); i++) {
        assertThat(few.get(i).box()).isEqualTo(usual.get(i).box());
        // Blanks and the like: without them the lines are the same.
        assertThat(letters(few.get(i))).isEqualTo(letters(usual.get(i)));
      }
    }
  }

  private static List<Integer> letters(TextLine line) {
    return line.text().codePoints().filter(Character::isLetterOrDigit).boxed().toList();
  }

  @Test
  void theListOfCharactersIsWholeAndInOrder() {
    Alphabet alphabet = Alphabet.of(recognition.signature().metadata());
    assertThat(alphabet.characters()).hasSize(6625).contains("\uD84C\uDDC9", "\u3000");
    assertThat(alphabet.characters().getFirst()).isEmpty();
    assertThat(alphabet.characters().getLast()).isEqualTo(" ");
  }
}
