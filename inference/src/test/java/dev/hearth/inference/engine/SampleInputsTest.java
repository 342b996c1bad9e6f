package dev.hearth.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.inference.SharedFolder;
import dev.hearth.inference.faces.DetectedFace;
import dev.hearth.inference.faces.FaceDetection;
import dev.hearth.inference.faces.FaceDetector;
import dev.hearth.inference.ocr.TextBox;
import dev.hearth.inference.ocr.TextDetector;
import dev.hearth.inference.ocr.TextRecognizer;
import dev.hearth.inference.runtime.OnnxSession;
import dev.hearth.inference.runtime.TestSessions;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Workspace;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sample that models do not react to proves little. */
class SampleInputsTest {
  private final Workspace workspace = new MemoryPool(0).workspace();
  private final SampleInputs sample = SampleInputs.drawn(workspace);

  @AfterEach
  void free() {
    workspace.close();
  }

  @Test
  void isTheSameEveryTime() {
    try (Workspace other = new MemoryPool(0).workspace()) {
      int[] again = SamplePicture.drawn(other).pixels().toArray(ValueLayout.JAVA_INT);
      assertThat(sample.picture().pixels().toArray(ValueLayout.JAVA_INT)).isEqualTo(again);
    }
  }

  @Test
  void hasAFaceThatADetectorFinds() {
    Path model = models().resolve("facial-recognition/scrfd500m-mbf512/detection/model.onnx");
    try (OnnxSession session = TestSessions.open(model)) {
      FaceDetection detector = new FaceDetector();
      List<DetectedFace> faces =
          detector.detect(sample.picture(), 0.5, List.of(session), workspace).faces();
      assertThat(faces).hasSize(1);
      DetectedFace.Box drawn = sample.face().faces().getFirst().box();
      assertThat(faces.getFirst().box().x1()).isBetween(drawn.x1() - 30, drawn.x1() + 30);
      assertThat(faces.getFirst().box().y2()).isBetween(drawn.y2() - 30, drawn.y2() + 30);
    }
  }

  /** Needs the models that {@code hearth.starter.faces} names, as their own test does. */
  @Test
  void hasAFaceThatTheStarterDetectorFindsTooSoThatItsLandmarksAreProven() {
    Path folder = Path.of(System.getProperty("hearth.starter.faces", "starter"), "detection");
    assumeTrue(Files.isDirectory(folder), "no starter face models in hearth.starter.faces");
    try (OnnxSession boxes = TestSessions.open(folder.resolve(FaceDetection.MODEL));
        OnnxSession landmarks = TestSessions.open(folder.resolve(FaceDetection.LANDMARKS))) {
      List<DetectedFace> faces =
          FaceDetection.inFolder(true)
              .detect(sample.picture(), 0.6, List.of(boxes, landmarks), workspace)
              .faces();
      assertThat(faces).hasSize(1);
    }
  }

  @Test
  void hasPrintThatADetectorFindsAndARecogniserReads() {
    Path folder = models().resolve("ocr/PP-OCRv4_mobile");
    try (OnnxSession detection = TestSessions.open(folder.resolve("detection/model.onnx"));
        OnnxSession recognition = TestSessions.open(folder.resolve("recognition/model.onnx"))) {
      List<TextBox> boxes =
          new TextDetector()
              .detect(sample.picture(), 0.5, 736, false, detection, workspace)
              .boxes();
      assertThat(boxes).hasSizeGreaterThanOrEqualTo(SampleText.LINES.size());
      assertThat(
              new TextRecognizer()
                  .recognize(sample.picture(), sample.print(), 0.5, 1, recognition, workspace))
          .extracting(line -> line.text())
          .containsExactly(SampleText.LINES.getFirst());
    }
  }

  private static Path models() {
    return SharedFolder.orSkip().resolve("models");
  }
}
