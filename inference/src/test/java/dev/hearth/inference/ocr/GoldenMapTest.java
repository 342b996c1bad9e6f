package dev.hearth.inference.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each stage of the post-processing against OpenCV and pyclipper. */
class GoldenMapTest {
  private static final int PICTURE_WIDTH = 611;
  private static final int PICTURE_HEIGHT = 433;

  private final Workspace workspace = new MemoryPool(0).workspace();

  @AfterEach
  void giveBack() {
    workspace.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tilted", "level", "specks", "clouds"})
  void bordersComeInTheOrderAndWithThePointsOfFindContours(String name) {
    GoldenMap map = GoldenMap.load(name);
    Borders borders = borders(map);
    List<String> traced = new ArrayList<>();
    Points border = new Points();
    for (int i = 0; i < borders.count(); i++) {
      borders.trace(i, border);
      traced.add(text(border));
    }
    assertThat(traced).isNotEmpty().isEqualTo(map.answers("contour"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tilted", "level", "specks", "clouds"})
  void theSmallestBoxIsThatOfMinAreaRectToTheLastDigit(String name) {
    GoldenMap map = GoldenMap.load(name);
    Borders borders = borders(map);
    List<String> expected = map.answers("rectangle");
    Points border = new Points();
    for (int i = 0; i < borders.count(); i++) {
      borders.trace(i, border);
      TiltedBox box = new SmallestBox().around(border);
      double[] numbers = GoldenMap.numbers(expected.get(i));
      float[] corners = box.corners();
      for (int c = 0; c < corners.length; c++) {
        assertThat((double) corners[c]).as(text(border)).isCloseTo(numbers[c], within(1e-5));
      }
      assertThat((double) box.shortSide()).isCloseTo(numbers[corners.length], within(1e-5));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tilted,fast",
    "tilted,slow",
    "level,fast",
    "level,slow",
    "clouds,fast",
    "clouds,slow"
  })
  void boxesAndScoresAreThoseOfTheReference(String name, String mode) {
    GoldenMap map = GoldenMap.load(name);
    List<TextBox> found = boxes(map, mode.equals("slow"));
    List<String> expected = map.answers("box " + mode);
    assertThat(found).isNotEmpty().hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      double[] numbers = GoldenMap.numbers(expected.get(i));
      TextBox box = found.get(i);
      for (int c = 0; c < 4; c++) {
        assertThat((double) box.corners().get(c).x()).isEqualTo(numbers[2 * c]);
        assertThat((double) box.corners().get(c).y()).isEqualTo(numbers[2 * c + 1]);
      }
      assertThat((double) box.score()).isCloseTo(numbers[8], within(2e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "dots")
  void ofMoreThanAThousandBordersTheLowestThousandCount(String name) {
    GoldenMap map = GoldenMap.load(name);
    assertThat(borders(map).count()).isEqualTo(1000);
    assertThat(boxes(map, false))
        .hasSameSizeAs(map.answers("box fast"))
        .isNotEmpty()
        .allSatisfy(box -> assertThat(box.corners().getFirst().y()).isGreaterThan(300));
  }

  private Borders borders(GoldenMap map) {
    return new Borders(
        TextMask.dilated(map.values(), map.width(), map.height(), 0.3f, workspace), 1000);
  }

  private List<TextBox> boxes(GoldenMap map, boolean slow) {
    return new TextBoxes(PICTURE_WIDTH, PICTURE_HEIGHT, 0.5, slow)
        .find(map.values(), map.width(), map.height(), workspace);
  }

  private static String text(Points border) {
    StringJoiner text = new StringJoiner(" ");
    for (int i = 0; i < border.size(); i++) {
      text.add(border.x(i) + "," + border.y(i));
    }
    return text.toString();
  }
}
