package dev.hearth.inference.faces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.faces.DetectedFace.Box;
import dev.hearth.inference.faces.DetectedFace.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {
  private final Candidates found = new Candidates();

  @Test
  void facesComeBestFirst() {
    add(0.7f, 0, 0, 9, 9);
    add(0.9f, 100, 0, 109, 9);
    add(0.8f, 200, 0, 209, 9);

    assertThat(scores()).containsExactly(0.9f, 0.8f, 0.7f);
  }

  @Test
  void equalScoresKeepTheOrderOfTheAnchors() {
    add(0.8f, 200, 0, 209, 9);
    add(0.8f, 0, 0, 9, 9);

    assertThat(boxes()).containsExactly(new Box(200, 0, 209, 9), new Box(0, 0, 9, 9));
  }

  @Test
  void theBestOfOverlappingBoxesStays() {
    add(0.8f, 0, 0, 99, 99);
    add(0.9f, 5, 5, 104, 104);

    assertThat(boxes()).containsExactly(new Box(5, 5, 104, 104));
  }

  @Test
  void aDroppedBoxDropsNoOther() {
    add(0.9f, 0, 0, 99, 99);
    add(0.8f, 0, 40, 99, 139);
    add(0.7f, 0, 80, 99, 179);

    assertThat(boxes()).containsExactly(new Box(0, 0, 99, 99), new Box(0, 80, 99, 179));
  }

  @Test
  void cornersBelongToTheBox() {
    // Six and eight columns of ten, four shared: 40 / (60 + 80 − 40) = 0.4, just allowed.
    // Without the +1 it were 27 / (45 + 63 − 27) = 0.33.
    add(0.9f, 0, 0, 5, 9);
    add(0.8f, 2, 0, 9, 9);

    assertThat(boxes()).hasSize(2);

    // One column more shared is too much.
    add(0.7f, 1, 0, 8, 9);

    assertThat(boxes()).hasSize(2);
  }

  @Test
  void touchingSmallBoxesOverlapByTheirSharedEdge() {
    // Two by one pixels each, one shared: a third; the plain convention would see none.
    add(0.9f, 0, 0, 1, 0);
    add(0.8f, 0, 0, 2, 0);

    assertThat(boxes()).containsExactly(new Box(0, 0, 1, 0));
  }

  @Test
  void placesThatAreNotFiniteAreIgnored() {
    add(0.9f, Float.NaN, 0, 9, 9);
    add(0.9f, 0, 0, Float.POSITIVE_INFINITY, 9);
    add(0.5f, 0, 0, 9, 9);

    assertThat(scores()).containsExactly(0.5f);
  }

  @Test
  void thereIsRoomForMoreFacesThanFitAtFirst() {
    for (int i = 0; i < 100; i++) {
      add(1 - i / 1000f, 20 * i, 0, 20 * i + 9, 9);
    }

    assertThat(boxes()).hasSize(100).last().isEqualTo(new Box(1980, 0, 1989, 9));
  }

  @Test
  void landmarksFollowTheirBox() {
    float[] values = {1, 2, 3, 4, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19};
    found.add(0.9f, values);

    assertThat(found.faces().faces().getFirst().landmarks())
        .containsExactly(
            new Point(10, 11),
            new Point(12, 13),
            new Point(14, 15),
            new Point(16, 17),
            new Point(18, 19));
  }

  private void add(float score, float x1, float y1, float x2, float y2) {
    float[] values = Candidates.room();
    values[0] = x1;
    values[1] = y1;
    values[2] = x2;
    values[3] = y2;
    found.add(score, values);
  }

  private List<Float> scores() {
    return found.faces().faces().stream().map(DetectedFace::score).toList();
  }

  private List<Box> boxes() {
    return found.faces().faces().stream().map(DetectedFace::box).toList();
  }
}
