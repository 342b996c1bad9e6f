package dev.hearth.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hearth.inference.SharedFolder;
import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.faces.RecognizedFace;
import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.ocr.TextBox;
import dev.hearth.inference.ocr.TextLine;
import dev.hearth.inference.runtime.Ticket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The whole engine, from the photo's bytes on, against the answers of the reference implementation
 * (Immich 2.6, ONNX Runtime on the CPU) for the same photos and models.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParityTest {
  private static final String FACES = "scrfd500m-mbf512";
  private static final String CLIP = "standin-mobilenetv2-minilm";
  private static final String OCR = "PP-OCRv4_mobile";

  private Path shared = Path.of("");
  private Optional<LocalEngine> engine = Optional.empty();

  @BeforeAll
  void open() {
    shared = SharedFolder.orSkip();
    engine = Optional.of(TestEngines.over(shared.resolve("models")));
  }

  @AfterAll
  void close() {
    engine.ifPresent(LocalEngine::close);
  }

  Stream<String> photos() throws IOException {
    Path expected = shared.resolve("expected");
    try (Stream<Path> files = Files.walk(expected)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .map(file -> expected.relativize(file).toString().replace(".json", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("photos")
  void facesAreTheReferences(String photo) {
    JsonNode expected = expected(photo).get("faces").get("facial-recognition");
    Prediction answer =
        predict(
            photo,
            entry(Task.FACES, ModelType.DETECTION, FACES, score(0.7)),
            entry(Task.FACES, ModelType.RECOGNITION, FACES, Options.NONE));

    List<RecognizedFace> faces = ((Result.Faces) result(answer, Task.FACES)).faces();
    assertThat(faces).hasSize(expected.size());
    for (int i = 0; i < faces.size(); i++) {
      var box = faces.get(i).face().box();
      JsonNode wanted = expected.get(i).get("boundingBox");
      assertThat(Math.rint(box.x1())).isCloseTo(wanted.get("x1").doubleValue(), within(1.0));
      assertThat(Math.rint(box.y1())).isCloseTo(wanted.get("y1").doubleValue(), within(1.0));
      assertThat(Math.rint(box.x2())).isCloseTo(wanted.get("x2").doubleValue(), within(1.0));
      assertThat(Math.rint(box.y2())).isCloseTo(wanted.get("y2").doubleValue(), within(1.0));
      assertThat((double) faces.get(i).face().score())
          .isCloseTo(expected.get(i).get("score").doubleValue(), within(0.005));
      assertThat(cosine(faces.get(i).embedding(), expected.get(i).get("embedding")))
          .isGreaterThan(0.9995);
    }
  }

  @ParameterizedTest
  @MethodSource("photos")
  void clipEmbeddingsAreTheReferences(String photo) {
    JsonNode expected = expected(photo).get("clip");
    Prediction answer = predict(photo, entry(Task.CLIP, ModelType.VISUAL, CLIP, Options.NONE));

    Embedding embedding = ((Result.Vector) result(answer, Task.CLIP)).embedding();
    assertThat(cosine(embedding, expected.get("clip"))).isGreaterThan(0.9999);
    assertThat(answer.size())
        .contains(
            new Prediction.PictureSize(
                expected.get("imageWidth").intValue(), expected.get("imageHeight").intValue()));
  }

  @ParameterizedTest
  @MethodSource("photos")
  void linesOfTextAreTheReferences(String photo) {
    JsonNode expected = expected(photo).get("ocr");
    Options detection =
        new Options(OptionalDouble.of(0.5), OptionalInt.of(736), false, Optional.empty());
    Prediction answer =
        predict(
            photo,
            entry(Task.OCR, ModelType.DETECTION, OCR, detection),
            entry(Task.OCR, ModelType.RECOGNITION, OCR, score(0.8)));

    // The reference lists lines bottom up by a quirk of its sorting; each is compared by itself.
    List<Line> found = lines(((Result.Lines) result(answer, Task.OCR)).lines());
    List<Line> wanted = lines(expected);
    assertThat(found).extracting(Line::text).isEqualTo(wanted.stream().map(Line::text).toList());
    for (int i = 0; i < found.size(); i++) {
      for (int corner = 0; corner < 8; corner++) {
        assertThat(found.get(i).corners().get(corner))
            .as("corner %d of %s", corner, found.get(i).text())
            .isCloseTo(wanted.get(i).corners().get(corner), within(2.0));
      }
    }
  }

  private record Line(String text, List<Double> corners) {
    private static final Comparator<Line> BY_PLACE =
        Comparator.comparing(Line::text).thenComparing(line -> line.corners().get(1));
  }

  private static List<Line> lines(List<TextLine> lines) {
    return lines.stream()
        .map(line -> new Line(line.text(), corners(line.box())))
        .sorted(Line.BY_PLACE)
        .toList();
  }

  private static List<Double> corners(TextBox box) {
    return box.corners().stream()
        .flatMap(corner -> Stream.of((double) corner.x(), (double) corner.y()))
        .toList();
  }

  private static List<Line> lines(JsonNode expected) {
    double width = expected.get("imageWidth").doubleValue();
    double height = expected.get("imageHeight").doubleValue();
    JsonNode texts = expected.get("ocr").get("text");
    JsonNode boxes = expected.get("ocr").get("box");
    return Stream.iterate(0, i -> i < texts.size(), i -> i + 1)
        .map(i ->
            new Line(
                texts.get(i).stringValue(),
                Stream.iterate(0, k -> k < 8, k -> k + 1)
                    .map(k -> boxes.get(i * 8 + k).doubleValue() * (k % 2 == 0 ? width : height))
                    .toList()))
        .sorted(Line.BY_PLACE)
        .toList();
  }

  private static double cosine(Embedding embedding, JsonNode expected) {
    JsonNode values = new ObjectMapper().readTree(expected.stringValue());
    assertThat(embedding.dimensions()).isEqualTo(values.size());
    double dot = 0;
    double a = 0;
    double b = 0;
    for (int i = 0; i < values.size(); i++) {
      double ours = embedding.values().get(i);
      double theirs = values.get(i).doubleValue();
      dot += ours * theirs;
      a += ours * ours;
      b += theirs * theirs;
    }
    return dot / Math.sqrt(a * b);
  }

  private Prediction predict(String photo, Entry... entries) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(shared.resolve("photos/" + photo)));
      return engine
          .orElseThrow()
          .predict(List.of(entries), new Input.Photo(bytes), Ticket.lasting(Duration.ofMinutes(2)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Result result(Prediction answer, Task task) {
    return Optional.ofNullable(answer.results().get(task)).orElseThrow();
  }

  private JsonNode expected(String photo) {
    return new ObjectMapper().readTree(shared.resolve("expected/" + photo + ".json").toFile());
  }

  private static Entry entry(Task task, ModelType type, String model, Options options) {
    return new Entry(task, type, ModelName.of(model), options);
  }

  private static Options score(double minScore) {
    return new Options(OptionalDouble.of(minScore), OptionalInt.empty(), false, Optional.empty());
  }
}
