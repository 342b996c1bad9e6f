package dev.hearth.inference.faces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.image.Picture;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LetterboxTest {
  @Test
  void theLongerSideFillsTheSquareAndTheOtherIsCutOffNotRounded() {
    assertThat(box(1440, 961)).isEqualTo(new Letterbox(640, 427, 427.0 / 961));
    assertThat(box(1000, 999)).isEqualTo(new Letterbox(640, 639, 639.0 / 999));
    assertThat(box(961, 1440)).isEqualTo(new Letterbox(427, 640, 640.0 / 1440));
  }

  @Test
  void aSquareFillsTheSquareAndSmallPicturesGrow() {
    assertThat(box(1, 1)).isEqualTo(new Letterbox(640, 640, 640.0));
    assertThat(box(1440, 1440)).isEqualTo(new Letterbox(640, 640, 640.0 / 1440));
  }

  @Test
  void noSideOfAPanoramaVanishes() {
    assertThat(box(20_000, 10)).isEqualTo(new Letterbox(640, 1, 640.0 / 20_000));
    assertThat(box(10, 20_000)).isEqualTo(new Letterbox(1, 640, 640.0 / 20_000));
  }

  @Nested
  class TheCanvas {
    @Test
    void isThePictureInWholeCellsAndOneMore() {
      assertThat(Canvas.around(box(1440, 961))).isEqualTo(new Canvas(640, 480));
      assertThat(Canvas.around(box(961, 1440))).isEqualTo(new Canvas(480, 640));
      assertThat(Canvas.around(box(1600, 800))).isEqualTo(new Canvas(640, 352));
    }

    @Test
    void isNeverLargerThanTheSquare() {
      assertThat(Canvas.around(box(1000, 960))).isEqualTo(Canvas.SQUARE);
      assertThat(Canvas.around(box(7, 7))).isEqualTo(Canvas.SQUARE);
    }
  }

  private static Letterbox box(int width, int height) {
    return Letterbox.of(new Picture(width, height, MemorySegment.NULL));
  }
}
