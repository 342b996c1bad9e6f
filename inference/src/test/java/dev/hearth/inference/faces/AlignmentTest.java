package dev.hearth.inference.faces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hearth.inference.faces.DetectedFace.Point;
import dev.hearth.inference.image.Affine;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlignmentTest {
  private static final List<Point> FACE =
      List.of(
          new Point(204.13158f, 100.58824f),
          new Point(246.76855f, 103.55955f),
          new Point(223.83968f, 129.15027f),
          new Point(201.98097f, 139.71147f),
          new Point(245.6846f, 142.34442f));

  /** Expected numbers: Umeyama by singular values in numpy. */
  @Test
  void aFaceIsTurnedScaledAndShiftedAsUmeyamaSays() {
    assertClose(
        Alignment.of(FACE),
        new Affine(
            0.8641978842,
            0.0502905745,
            -144.1592116628,
            -0.0502905745,
            0.8641978842,
            -23.1674540538));
  }

  @Test
  void aMirroredFaceIsNotMirroredBack() {
    List<Point> mirrored = FACE.stream().map(p -> new Point(512 - p.x(), p.y())).toList();

    assertClose(
        Alignment.of(mirrored),
        new Affine(
            0.0566062119, 0.0076272464, 38.8121116096, -0.0076272464, 0.0566062119, 67.1271864526));
  }

  @Test
  void landmarksOnOneLineStillHaveATransform() {
    List<Point> line =
        List.of(
            new Point(10, 10),
            new Point(20, 10),
            new Point(30, 10),
            new Point(40, 10),
            new Point(50, 10));

    assertClose(
        Alignment.of(line), new Affine(0.328881, -1.218797, 58.3477, 1.218797, 0.328881, 32.04806));
  }

  @Test
  void fiveEqualLandmarksAreOnlyShiftedToTheMiddleOfTheTemplate() {
    Affine shift = Alignment.of(Collections.nCopies(5, new Point(300, 400)));

    assertClose(shift, new Affine(1, 0, 56.02616 - 300, 0, 1, 71.9009 - 400));
  }

  private static void assertClose(Affine actual, Affine expected) {
    assertThat(actual.a()).isCloseTo(expected.a(), within(1e-5));
    assertThat(actual.b()).isCloseTo(expected.b(), within(1e-5));
    assertThat(actual.c()).isCloseTo(expected.c(), within(1e-3));
    assertThat(actual.d()).isCloseTo(expected.d(), within(1e-5));
    assertThat(actual.e()).isCloseTo(expected.e(), within(1e-5));
    assertThat(actual.f()).isCloseTo(expected.f(), within(1e-3));
  }
}
