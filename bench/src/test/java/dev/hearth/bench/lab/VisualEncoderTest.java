package dev.hearth.bench.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.runtime.OnnxSession;
import dev.hearth.inference.runtime.OnnxSessions;
import dev.hearth.inference.runtime.SessionSettings;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A generated encoder of the same make as the large one, small enough for a test. */
class VisualEncoderTest {
  private static final VisualEncoder SMALL = new VisualEncoder(64, 32, 32, 2, 4, 16);
  private static final int PIXELS = 3 * 64 * 64;

  @TempDir Path folder;

  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("model.onnx");
    SMALL.write(file);
  }

  @Test
  void isTheSameFileEveryTime() throws IOException {
    Path again = folder.resolve("again.onnx");
    SMALL.write(again);

    assertThat(Files.mismatch(file, again)).isEqualTo(-1);
  }

  @Test
  void takesAnyNumberOfPicturesAndGivesAnEmbeddingForEach() {
    try (OnnxSession session = open()) {
      assertThat(session.signature().inputs())
          .containsExactly(
              new TensorInfo(
                  "image",
                  TensorInfo.ElementType.FLOAT,
                  List.of(TensorInfo.DYNAMIC, 3L, 64L, 64L)));
      assertThat(embeddings(session, 1).shape()).isEqualTo(Shape.of(1, 16));
      assertThat(embeddings(session, 5).shape()).isEqualTo(Shape.of(5, 16));
    }
  }

  /** Else a device that mixes rows up, or answers the same to all, would agree with anything. */
  @Test
  void tellsPicturesApartAndEachInCompanyAsAlone() {
    try (OnnxSession session = open()) {
      FloatBuffer together = embeddings(session, 2).data();
      FloatBuffer alone = embeddings(session, 1).data();

      assertThat(Agreement.cosine(together.slice(0, 16), alone)).isGreaterThan(0.999999);
      assertThat(Agreement.cosine(together.slice(16, 16), alone)).isLessThan(0.99);
    }
  }

  @Test
  void keepsNumbersInBounds() {
    try (OnnxSession session = open()) {
      FloatBuffer values = embeddings(session, 4).data();
      for (int i = 0; i < values.limit(); i++) {
        assertThat(Math.abs(values.get(i))).isBetween(0f, 100f);
      }
    }
  }

  @Test
  void hasFiftyTokensInItsLargeSize() {
    assertThat(VisualEncoder.VIT_B_32.tokens()).isEqualTo(50);
  }

  private OnnxSession open() {
    return OnnxSessions.load(Path.of("target", "native").toAbsolutePath())
        .open(file, SessionSettings.DEFAULT);
  }

  /** Of pictures whose first is always the same. */
  private static Tensor.Floats embeddings(OnnxSession session, int pictures) {
    FloatBuffer pixels =
        ByteBuffer.allocateDirect(Float.BYTES * pictures * PIXELS)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    Random random = new Random(7);
    for (int i = 0; i < pixels.limit(); i++) {
      pixels.put(i, (float) random.nextGaussian());
    }
    Tensor input = new Tensor.Floats(pixels, Shape.of(pictures, 3, 64, 64));
    return session.run(Map.of("image", input)).floats("embedding");
  }
}
