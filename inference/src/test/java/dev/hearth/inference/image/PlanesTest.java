package dev.hearth.inference.image;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Workspace;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlanesTest {
  private static final Planes BGR =
      new Planes(Planes.Order.BGR, List.of(1f, 2f, 3f), List.of(1f, 0.5f, 0.25f));

  private final Workspace workspace = new MemoryPool(0).workspace();

  @AfterEach
  void close() {
    workspace.close();
  }

  @Test
  void eachPlaneTakesItsChannelLessItsMeanTimesItsScale() {
    Picture picture = picture(2, 1, Pixels.pack(10, 20, 30), Pixels.pack(255, 0, 7));
    FloatBuffer target = FloatBuffer.allocate(6);
    BGR.write(picture, target, 0, 2, 1);
    assertThat(target.array()).containsExactly(29f, 6f, 9f, -1f, 1.75f, 63f);
  }

  @Test
  void redComesFirstWhenTheOrderSaysSo() {
    Picture picture = picture(1, 1, Pixels.pack(10, 20, 30));
    FloatBuffer target = FloatBuffer.allocate(3);
    Planes.of(Planes.Order.RGB, 0f, 2f).write(picture, target, 0, 1, 1);
    assertThat(target.array()).containsExactly(20f, 40f, 60f);
  }

  @Test
  void whatThePictureDoesNotCoverStays() {
    Picture picture = picture(1, 2, Pixels.pack(1, 2, 3), Pixels.pack(4, 5, 6));
    FloatBuffer target = FloatBuffer.allocate(1 + 3 * 6);
    Arrays.fill(target.array(), -9f);
    Planes.of(Planes.Order.RGB, 0f, 1f).write(picture, target, 1, 2, 3);
    assertThat(target.array())
        .containsExactly(-9, 1, -9, 4, -9, -9, -9, 2, -9, 5, -9, -9, -9, 3, -9, 6, -9, -9, -9);
  }

  @Test
  void resizingStraightIntoPlanesGivesTheNumbersOfTheTwoSteps() {
    Picture picture = noise(61, 47);
    for (int[] size : new int[][] {{61, 47}, {30, 23}, {90, 33}, {17, 80}}) {
      FloatBuffer twoSteps = FloatBuffer.allocate(3 * 100 * 90);
      FloatBuffer oneStep = FloatBuffer.allocate(3 * 100 * 90);
      BGR.write(Bilinear.resize(picture, size[0], size[1], workspace), twoSteps, 0, 100, 90);
      Bilinear.resizeInto(picture, size[0], size[1], BGR, oneStep, 0, 100, 90);
      assertThat(oneStep.array()).isEqualTo(twoSteps.array());
    }
  }

  private Picture noise(int width, int height) {
    Random random = new Random(5);
    int[] pixels = random.ints((long) width * height).toArray();
    return picture(width, height, pixels);
  }

  private Picture picture(int width, int height, int... pixels) {
    Picture picture = Pixels.blank(width, height, workspace);
    for (int i = 0; i < pixels.length; i++) {
      picture.pixels().setAtIndex(JAVA_INT, i, pixels[i]);
    }
    return picture;
  }
}
