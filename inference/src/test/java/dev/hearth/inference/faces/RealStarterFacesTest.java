package dev.hearth.inference.faces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.inference.SharedFolder;
import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.faces.DetectedFace.Box;
import dev.hearth.inference.image.Bilinear;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.runtime.OnnxSession;
import dev.hearth.inference.runtime.TestSessions;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The starter models themselves, where the property {@code hearth.starter.faces} names the folder
 * they were pulled to ({@code facial-recognition/starter} of a model store).
 */
class RealStarterFacesTest {
  private final Workspace workspace = new MemoryPool(0).workspace();
  private Path photos = Path.of("");
  private List<OnnxSession> sessions = List.of();

  @BeforeEach
  void open() {
    Path starter = Path.of(System.getProperty("hearth.starter.faces", "starter"));
    assumeTrue(Files.isDirectory(starter), "no starter face models in hearth.starter.faces");
    photos = SharedFolder.orSkip().resolve("photos");
    sessions =
        List.of(
            TestSessions.open(starter.resolve("detection/model.onnx")),
            TestSessions.open(starter.resolve("detection/landmarks.onnx")),
            TestSessions.open(starter.resolve("recognition/model.onnx")));
  }

  @AfterEach
  void close() {
    sessions.forEach(OnnxSession::close);
    workspace.close();
  }

  @Test
  void theAstronautIsOneFaceWhereScrfdSeesIt() {
    List<DetectedFace> faces = detect(photo("astronaut.png")).faces();

    assertThat(faces).hasSize(1);
    Box box = faces.getFirst().box();
    assertThat(FaceNearness.between(box, new Box(180, 60, 272, 180))).isLessThan(8);
    // SCRFD's landmarks: eyes, nose, corners of the mouth.
    float[][] scrfd = {
      {204.1f, 100.6f}, {246.8f, 103.6f}, {223.8f, 129.2f}, {202, 139.7f}, {245.7f, 142.3f}
    };
    for (int i = 0; i < 5; i++) {
      assertThat(faces.getFirst().landmarks().get(i).x())
          .isBetween(scrfd[i][0] - 3, scrfd[i][0] + 3);
      assertThat(faces.getFirst().landmarks().get(i).y())
          .isBetween(scrfd[i][1] - 3, scrfd[i][1] + 3);
    }
  }

  @Test
  void photosWithoutPeopleHaveNoFace() {
    for (String name : List.of("coffee.png", "rocket.jpg", "page.png", "rendered_text.png")) {
      assertThat(detect(photo(name)).faces()).as(name).isEmpty();
    }
  }

  @Test
  void thePersonStaysTheSameMirroredCutAndAtOtherSizes() {
    Picture astronaut = photo("astronaut.png");
    Embedding known = embed(astronaut);

    assertThat(cosine(known, Photos.mirrored(astronaut, workspace))).isGreaterThan(0.9);
    assertThat(cosine(known, photo("preview/astronaut.jpg"))).isGreaterThan(0.9);
    assertThat(cosine(known, Photos.crop(astronaut, 100, 20, 300, 280, workspace)))
        .isGreaterThan(0.9);
    assertThat(cosine(known, Bilinear.resize(astronaut, 256, 256, workspace))).isGreaterThan(0.9);
  }

  @Test
  void anotherPersonIsFarAway() {
    Embedding astronaut = embed(photo("astronaut.png"));
    Picture cameraman = photo("camera.png");

    assertThat(cosine(astronaut, cameraman)).isLessThan(0.2);
    assertThat(cosine(embed(cameraman), Photos.mirrored(cameraman, workspace))).isGreaterThan(0.8);
  }

  private DetectedFaces detect(Picture picture) {
    return new StarterFaceDetector()
        .detect(picture, 0.7, sessions.getFirst(), sessions.get(1), workspace);
  }

  private Embedding embed(Picture picture) {
    List<RecognizedFace> faces =
        FaceRecognizer.starter()
            .recognize(picture, detect(picture), 0, sessions.getLast(), workspace);
    assertThat(faces).hasSize(1);
    return faces.getFirst().embedding();
  }

  private double cosine(Embedding known, Picture picture) {
    return FaceNearness.cosine(known, embed(picture));
  }

  private Picture photo(String name) {
    return Photos.read(photos.resolve(name), workspace);
  }
}
