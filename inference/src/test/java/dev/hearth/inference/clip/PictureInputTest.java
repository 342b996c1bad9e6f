package dev.hearth.inference.clip;

import static dev.hearth.inference.runtime.CapturedSession.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hearth.inference.image.Crop;
import dev.hearth.inference.image.Filter;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.image.Resampling;
import dev.hearth.inference.runtime.CapturedSession;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.runtime.TensorInfo.ElementType;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PictureInputTest {
  private static final int SIZE = 16;
  private static final TensorInfo FLOATS = input("image", ElementType.FLOAT, -1, 3, SIZE, SIZE);
  private static final TensorInfo BYTES = input("image", ElementType.UINT8, -1, SIZE, SIZE, 3);

  private final Workspace workspace = new MemoryPool(0).workspace();

  @Test
  void pixelsBecomeNormalisedPlanes() {
    VisualConfig config =
        new VisualConfig(
            SIZE,
            VisualConfig.Resize.SHORTEST,
            Filter.BICUBIC,
            List.of(0.5f, 0.25f, 0f),
            List.of(0.5f, 0.25f, 1f));
    Picture orange = picture(40, 30, 255 << 24 | 128 << 16 | 51 << 8);

    CapturedSession session = feed(config, orange, FLOATS);

    Tensor.Floats fed = (Tensor.Floats) session.fed();
    assertThat(fed.shape()).isEqualTo(Shape.of(1, 3, SIZE, SIZE));
    int plane = SIZE * SIZE;
    for (int i : new int[] {0, 100, plane - 1}) {
      assertThat(fed.data().get(i)).isCloseTo(1f, within(1e-5f));
      assertThat(fed.data().get(plane + i)).isCloseTo((128 / 255f - 0.25f) / 0.25f, within(1e-5f));
      assertThat(fed.data().get(2 * plane + i)).isCloseTo(0.2f, within(1e-5f));
    }
  }

  @Test
  void aGraphThatTakesBytesGetsThemAsTheyAre() {
    Picture noise = noise(SIZE, SIZE);

    Tensor.Bytes fed =
        (Tensor.Bytes) feed(config(VisualConfig.Resize.SHORTEST), noise, BYTES).fed();

    assertThat(fed.shape()).isEqualTo(Shape.of(1, SIZE, SIZE, 3));
    for (int i = 0; i < SIZE * SIZE; i++) {
      int pixel = noise.pixels().getAtIndex(ValueLayout.JAVA_INT, i);
      assertThat(fed.data().get(3 * i) & 0xff).isEqualTo(Picture.red(pixel));
      assertThat(fed.data().get(3 * i + 1) & 0xff).isEqualTo(Picture.green(pixel));
      assertThat(fed.data().get(3 * i + 2) & 0xff).isEqualTo(Picture.blue(pixel));
    }
  }

  @Nested
  class TheCentre {
    @Test
    void ofAWidePictureIsCutOutAfterScaling() {
      Picture wide = noise(50, 23);
      // int(50 / 23 · 16) = 34; int(34 / 2 − 16 / 2) = 9
      Picture expected =
          Resampling.resize(wide, 34, SIZE, Filter.BICUBIC, new Crop(9, 0, SIZE, SIZE), workspace);

      assertThat(bytes(wide, VisualConfig.Resize.SHORTEST))
          .isEqualTo(bytes(expected, VisualConfig.Resize.SHORTEST));
    }

    @Test
    void ofATallPictureToo() {
      Picture tall = noise(23, 50);
      Picture expected =
          Resampling.resize(tall, SIZE, 34, Filter.BICUBIC, new Crop(0, 9, SIZE, SIZE), workspace);

      assertThat(bytes(tall, VisualConfig.Resize.SHORTEST))
          .isEqualTo(bytes(expected, VisualConfig.Resize.SHORTEST));
    }

    @Test
    void ofAPanoramaCostsNoMoreThanIsUsed() {
      assertThat(bytes(noise(30_000, 2), VisualConfig.Resize.SHORTEST)).hasSize(3 * SIZE * SIZE);
    }
  }

  @Test
  void squashingAndCuttingDifferUnlessThePictureIsSquare() {
    Picture wide = noise(50, 23);
    Picture square = noise(40, 40);

    assertThat(bytes(wide, VisualConfig.Resize.SQUASH))
        .isNotEqualTo(bytes(wide, VisualConfig.Resize.SHORTEST));
    assertThat(bytes(square, VisualConfig.Resize.SQUASH))
        .isEqualTo(bytes(square, VisualConfig.Resize.SHORTEST));
  }

  @Test
  void theLongerSideIsTruncatedNotRounded() {
    assertThat(PictureInput.scaled(640, 427, 224)).isEqualTo(335);
    assertThat(PictureInput.scaled(427, 640, 224)).isEqualTo(224);
    assertThat(PictureInput.scaled(7, 7, 224)).isEqualTo(224);
  }

  private byte[] bytes(Picture picture, VisualConfig.Resize resize) {
    Tensor.Bytes fed = (Tensor.Bytes) feed(config(resize), picture, BYTES).fed();
    byte[] bytes = new byte[fed.shape().elements()];
    fed.data().get(0, bytes);
    return bytes;
  }

  private CapturedSession feed(VisualConfig config, Picture picture, TensorInfo input) {
    CapturedSession session = CapturedSession.answering(List.of(input), 1f, 2f);
    Embedding embedding = new ClipVisualModel(config).embed(picture, session, workspace);
    assertThat(embedding).isEqualTo(Embedding.of(1f, 2f));
    return session;
  }

  private static VisualConfig config(VisualConfig.Resize resize) {
    List<Float> half = List.of(0.5f, 0.5f, 0.5f);
    return new VisualConfig(SIZE, resize, Filter.BICUBIC, half, half);
  }

  private Picture noise(int width, int height) {
    Picture picture = picture(width, height, 0);
    int state = 1;
    for (int i = 0; i < width * height; i++) {
      state = state * 1_664_525 + 1_013_904_223;
      picture.pixels().setAtIndex(ValueLayout.JAVA_INT, i, state);
    }
    return picture;
  }

  private Picture picture(int width, int height, int pixel) {
    MemorySegment pixels = workspace.bytes(4L * width * height);
    for (int i = 0; i < width * height; i++) {
      pixels.setAtIndex(ValueLayout.JAVA_INT, i, pixel);
    }
    return new Picture(width, height, pixels);
  }
}
