package dev.hearth.inference.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxOutlineTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void place() {
    file = folder.resolve("model.onnx");
  }

  @Test
  void aWholeModelPasses() throws IOException {
    for (int weights : new int[] {0, 1, 127, 128, 8190, 8191, 8192, 100_000}) {
      Files.write(file, TinyOnnx.ofWeights(weights));

      assertThat(OnnxOutline.of(file).externalData()).isEmpty();
    }
  }

  @Test
  void externalDataIsFound() throws IOException {
    Files.write(file, TinyOnnx.withData("weights/model.onnx_data"));

    assertThat(OnnxOutline.of(file).externalData()).containsExactly("weights/model.onnx_data");
  }

  @Test
  void aModelCutAnywhereDoesNotPass() throws IOException {
    byte[] whole = TinyOnnx.ofWeights(9000);
    for (int length = 0; length < whole.length; length += 1 + length / 50) {
      Files.write(file, Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> OnnxOutline.of(file)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void anyBytesAreReadOrRefusedInNoTime() throws IOException {
    Random random = new Random(7);
    byte[] whole = TinyOnnx.ofWeights(60);
    for (int i = 0; i < 2000; i++) {
      byte[] broken = whole.clone();
      broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      Files.write(file, broken);
      try {
        assertThat(OnnxOutline.of(file).externalData()).hasSizeLessThan(2);
      } catch (IOException refused) {
        assertThat(refused).hasMessageFindingMatch("ONNX|cut");
      }
    }
  }
}
