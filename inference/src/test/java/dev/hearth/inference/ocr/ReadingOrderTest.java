package dev.hearth.inference.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.ocr.TextBox.Corner;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingOrderTest {
  @Test
  void boxesOfALineGoFromTheLeftAndKeepTheirScores() {
    TextBox title = box(300, 0, 0.9f);
    TextBox left = box(10, 109, 0.8f);
    TextBox middle = box(120, 100, 0.7f);
    TextBox right = box(240, 105, 0.6f);
    assertThat(ReadingOrder.of(List.of(right, left, middle, title)))
        .containsExactly(title, left, middle, right);
  }

  @Test
  void tenPixelsLowerIsTheNextLine() {
    TextBox upper = box(200, 100, 0.9f);
    TextBox lower = box(10, 110, 0.8f);
    assertThat(ReadingOrder.of(List.of(lower, upper))).containsExactly(upper, lower);
  }

  @Test
  void aSlopeOfSmallStepsIsOneLine() {
    TextBox first = box(0, 127, 0.9f);
    TextBox second = box(100, 118, 0.9f);
    TextBox third = box(200, 109, 0.9f);
    TextBox fourth = box(300, 100, 0.9f);
    assertThat(ReadingOrder.of(List.of(fourth, third, second, first)))
        .containsExactly(first, second, third, fourth);
  }

  @Test
  void noBoxesAreNoLines() {
    assertThat(ReadingOrder.of(List.of())).isEmpty();
  }

  private static TextBox box(float x, float y, float score) {
    return new TextBox(
        List.of(
            new Corner(x, y), new Corner(x + 50, y),
            new Corner(x + 50, y + 20), new Corner(x, y + 20)),
        score);
  }
}
