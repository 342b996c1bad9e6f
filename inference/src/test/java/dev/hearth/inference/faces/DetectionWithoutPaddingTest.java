package dev.hearth.inference.faces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hearth.inference.SharedFolder;
import dev.hearth.inference.image.Bilinear;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.runtime.Bucketed;
import dev.hearth.inference.runtime.OnnxSession;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.runtime.TestSessions;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Computing the picture and a margin finds what computing the square finds: photos of many shapes,
 * with faces of many sizes everywhere, at the lower and right border and cut by it too. The sample
 * is small to keep the build quick; docs/adr/0003-detection-without-padding.md has the large one.
 */
class DetectionWithoutPaddingTest {
  private static final double[] SHAPES = {1, 0.9, 0.75, 0.67, 0.5625, 0.4};

  private final Random random = new Random(7);

  @ParameterizedTest
  @CsvSource({"scrfd500m-mbf512, 16", "scrfd2.5g-mbf512, 5"})
  void facesStayWithinAPixelAndAHalfPercent(String model, int scenes) {
    Path shared = SharedFolder.orSkip();
    Path file =
        shared.resolve("models/facial-recognition").resolve(model).resolve("detection/model.onnx");
    int faces = 0;
    LongAdder partial = new LongAdder();
    LongAdder entire = new LongAdder();
    try (OnnxSession session = TestSessions.open(file)) {
      for (int scene = 0; scene < scenes; scene++) {
        try (Workspace workspace = new MemoryPool(0).workspace()) {
          Picture picture = scene(shared.resolve("photos"), workspace);
          var part = new Counting(session, partial);
          var whole = new Counting(session, entire);
          faces +=
              compare(
                  new FaceDetector().detect(picture, 0.7, part, workspace),
                  new FaceDetector().detect(picture, 0.7, new Bucketed(whole), workspace));
        }
      }
    }
    assertThat(faces).as("faces compared").isGreaterThan(scenes);
    assertThat(partial.sum()).as("pixels computed").isNotEqualTo(entire.sum());
  }

  private static int compare(DetectedFaces part, DetectedFaces whole) {
    assertThat(part.faces()).hasSameSizeAs(whole.faces());
    for (int i = 0; i < whole.faces().size(); i++) {
      DetectedFace one = part.faces().get(i);
      DetectedFace other = whole.faces().get(i);
      assertThat(FaceNearness.between(one.box(), other.box())).isLessThanOrEqualTo(1);
      assertThat(one.score()).isCloseTo(other.score(), within(0.005f));
    }
    return whole.faces().size();
  }

  /** A photo without faces in one of many shapes, with one to four faces pasted on it. */
  private Picture scene(Path photos, Workspace workspace) {
    String background = List.of("coffee.png", "rocket.jpg").get(random.nextInt(2));
    Picture face =
        Photos.crop(
            Photos.read(photos.resolve("astronaut.png"), workspace), 150, 30, 150, 170, workspace);
    int longer = 500 + random.nextInt(900);
    int shorter = (int) (longer * SHAPES[random.nextInt(SHAPES.length)]);
    boolean tall = random.nextBoolean();
    Picture scene =
        Bilinear.resize(
            Photos.read(photos.resolve(background), workspace),
            tall ? shorter : longer,
            tall ? longer : shorter,
            workspace);
    for (int count = 1 + random.nextInt(4); count > 0; count--) {
      double size = 0.4 + 1.6 * random.nextDouble();
      Picture scaled = Bilinear.resize(face, (int) (150 * size), (int) (170 * size), workspace);
      boolean atTheEnd = random.nextInt(3) == 0;
      int left = place(scene.width(), scaled.width(), atTheEnd && tall);
      int top = place(scene.height(), scaled.height(), atTheEnd && !tall);
      Photos.paint(
          random.nextBoolean() ? scaled : Photos.mirrored(scaled, workspace), scene, left, top);
    }
    return scene;
  }

  private int place(int room, int size, boolean atTheEnd) {
    int cut = random.nextInt(1 + size / 4);
    return atTheEnd ? room - size + cut : random.nextInt(Math.max(1, room - size));
  }

  /** Adds up the pixels that a session is fed. */
  private record Counting(Session session, LongAdder pixels) implements Session {
    @Override
    public Signature signature() {
      return session.signature();
    }

    @Override
    public Outputs run(Map<String, Tensor> inputs) {
      inputs.values().forEach(tensor -> pixels.add(tensor.shape().elements() / 3));
      return session.run(inputs);
    }
  }
}
