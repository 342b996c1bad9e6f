package dev.hearth.inference.faces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hearth.inference.SharedFolder;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.runtime.Bucketed;
import dev.hearth.inference.runtime.OnnxSession;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.TestSessions;
import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real models on real photos answer what the reference implementation answers. */
class RealFacesTest {
  private static final double BOX_PIXELS = 1;
  private static final double SCORE = 0.005;
  private static final double COSINE = 0.9995;

  private static Path shared;
  private static OnnxSession detection;
  private static OnnxSession recognition;

  @BeforeAll
  static void open() {
    shared = SharedFolder.orSkip();
    detection = TestSessions.open(model("scrfd500m-mbf512", "detection"));
    recognition = TestSessions.open(model("scrfd500m-mbf512", "recognition"));
  }

  @AfterAll
  static void close() {
    if (recognition != null) {
      detection.close();
      recognition.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyPhotoHasTheReferencesFaces(ShapePolicy shapes) throws IOException {
    int faces = 0;
    for (Path photo : photos()) {
      faces += sameFaces(photo, shapes);
    }
    assertThat(faces).as("faces compared").isEqualTo(2);
  }

  @Test
  void theLargerDetectorFindsTheSameFaces() throws IOException {
    try (OnnxSession larger = TestSessions.open(model("scrfd2.5g-mbf512", "detection"))) {
      for (Path photo : photos()) {
        try (Workspace workspace = workspace()) {
          DetectedFaces found =
              new FaceDetector().detect(Photos.read(photo, workspace), 0.7, larger, workspace);
          var expected = expected(photo).faces();
          assertThat(found.faces()).as(photo.toString()).hasSameSizeAs(expected);
          for (int i = 0; i < expected.size(); i++) {
            // Another detector: near in sides of the face, not in pixels.
            var box = expected.get(i).box();
            assertThat(FaceNearness.between(found.faces().get(i).box(), box))
                .isLessThan((box.y2() - box.y1()) / 10);
          }
        }
      }
    }
  }

  private static Session as(ShapePolicy shapes, Session session) {
    return new Bucketed(session, shapes);
  }

  private static int sameFaces(Path photo, ShapePolicy shapes) {
    try (Workspace workspace = workspace()) {
      Picture picture = Photos.read(photo, workspace);
      DetectedFaces found =
          new FaceDetector().detect(picture, 0.7, as(shapes, detection), workspace);
      List<RecognizedFace> faces =
          FaceRecognizer.arcFace(false)
              .recognize(picture, found, 0, as(shapes, recognition), workspace);
      var expected = expected(photo).faces();
      assertThat(faces).as(photo.toString()).hasSameSizeAs(expected);
      for (int i = 0; i < faces.size(); i++) {
        DetectedFace face = faces.get(i).face();
        var same = expected.get(i);
        assertThat(FaceNearness.between(face.box(), same.box())).isLessThanOrEqualTo(BOX_PIXELS);
        assertThat(face.score()).isCloseTo(same.score(), within((float) SCORE));
        assertThat(FaceNearness.cosine(faces.get(i).embedding(), same.embedding()))
            .as("cosine on %s", photo)
            .isGreaterThanOrEqualTo(COSINE);
      }
      return faces.size();
    }
  }

  private static List<Path> photos() throws IOException {
    try (Stream<Path> all = Files.walk(shared.resolve("photos"))) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static ExpectedFaces expected(Path photo) {
    Path name = shared.resolve("photos").relativize(photo);
    return ExpectedFaces.read(shared.resolve("expected").resolve(name + ".json"));
  }

  private static Path model(String name, String part) {
    return shared.resolve("models/facial-recognition").resolve(name).resolve(part + "/model.onnx");
  }

  private static Workspace workspace() {
    return new MemoryPool(0).workspace();
  }
}
