package dev.hearth.inference.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hearth.inference.image.Picture;
import dev.hearth.inference.ocr.TextBox.Corner;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TextRecognizerTest {
  private static final int CLASSES = 5;

  private final Workspace workspace = new MemoryPool(0).workspace();
  private final TextRecognizer recognizer = new TextRecognizer();

  @AfterEach
  void giveBack() {
    workspace.close();
  }

  /** Reads the letter that stands for the first pixel's shade: a dark, b middle, c bright. */
  private static ScriptedModel shades(float probability) {
    return new ScriptedModel(
        Map.of(Alphabet.KEY, "a\nb\nc"),
        fed -> {
          int lines = fed.shape().axis(0);
          FloatBuffer output = FloatBuffer.allocate(lines * CLASSES);
          for (int line = 0; line < lines; line++) {
            float shade = fed.at(line, 0, 20, 2);
            int letter = shade < -0.5 ? 1 : shade < 0.5 ? 2 : 3;
            output.put(line * CLASSES, 1 - probability);
            output.put(line * CLASSES + letter, probability);
          }
          return new Tensor.Floats(output, Shape.of(lines, 1, CLASSES));
        });
  }

  private static TextBox box(int x, int y, int width, int height) {
    return new TextBox(
        List.of(
            new Corner(x, y), new Corner(x + width, y),
            new Corner(x + width, y + height), new Corner(x, y + height)),
        0.9f);
  }

  /** A picture of three bands: dark above y 100, middle above 200, bright below. */
  private Picture bands() {
    return DrawnPicture.drawn(
        1000, 300, (_, y) -> y < 100 ? 0x101010 : y < 200 ? 0x808080 : 0xf0f0f0, workspace);
  }

  private List<TextLine> read(ScriptedModel model, double minScore, int batch, TextBox... boxes) {
    return recognizer.recognize(
        bands(), new DetectedText(List.of(boxes)), minScore, batch, model, workspace);
  }

  @Test
  void linesComeInTheOrderOfTheBoxesThoughTheNarrowestIsReadFirst() {
    ScriptedModel model = shades(0.9f);
    TextBox wide = box(10, 210, 900, 40);
    TextBox narrow = box(10, 10, 60, 40);
    TextBox between = box(10, 110, 300, 40);
    assertThat(read(model, 0.5, 2, wide, narrow, between))
        .containsExactly(
            new TextLine(wide, "c", 0.9f),
            new TextLine(narrow, "a", 0.9f),
            new TextLine(between, "b", 0.9f));
    assertThat(model.runs())
        .extracting(ScriptedModel.Fed::shape)
        .as("the narrow ones share a width, not a run")
        .containsExactly(
            Shape.of(1, 3, 48, 360), Shape.of(1, 3, 48, 360), Shape.of(1, 3, 48, 1080));
  }

  @Test
  void aShortLineIsPaddedWithGreyTo320Pixels() {
    ScriptedModel model = shades(0.9f);
    read(model, 0.5, 6, box(0, 210, 101, 48));
    ScriptedModel.Fed fed = model.runs().getFirst();
    assertThat(fed.shape()).isEqualTo(Shape.of(1, 3, 48, 320));
    for (int channel = 0; channel < 3; channel++) {
      assertThat(fed.at(0, channel, 47, 100)).isCloseTo(0xf0 / 127.5f - 1, within(1e-3f));
      assertThat(fed.at(0, channel, 47, 101)).isZero();
      assertThat(fed.at(0, channel, 47, 319)).isZero();
    }
  }

  @Test
  void anUprightLineIsTurned() {
    ScriptedModel model = shades(0.9f);
    read(model, 0.5, 6, box(0, 0, 20, 280));
    // The foot of the box, which is bright, comes to the right.
    ScriptedModel.Fed fed = model.runs().getFirst();
    assertThat(fed.shape()).isEqualTo(Shape.of(1, 3, 48, 672));
    assertThat(fed.at(0, 0, 24, 5)).isLessThan(-0.8f);
    assertThat(fed.at(0, 0, 24, 665)).isGreaterThan(0.8f);
  }

  @Test
  void aLineMustBeAboveTheLeastScore() {
    TextBox box = box(10, 10, 60, 40);
    assertThat(read(shades(0.75f), 0.75, 6, box)).isEmpty();
    assertThat(read(shades(0.75f), 0.74, 6, box)).hasSize(1);
  }

  @Test
  void emptyTextIsDroppedWhateverTheScore() {
    assertThat(read(shades(0f), -1, 6, box(10, 10, 60, 40))).isEmpty();
  }

  @Nested
  class WhatCannotBeRead {
    @Test
    void noBoxesNeedNoModel() {
      ScriptedModel model = shades(0.9f);
      assertThat(read(model, 0.5, 6)).isEmpty();
      assertThat(model.runs()).isEmpty();
    }

    @Test
    void boxesWithoutAreaAreLeftOut() {
      ScriptedModel model = shades(0.9f);
      TextBox good = box(10, 10, 60, 40);
      TextBox line = box(10, 20, 60, 0);
      TextBox point = box(10, 20, 0, 0);
      TextBox folded =
          new TextBox(
              List.of(new Corner(0, 0), new Corner(50, 50), new Corner(90, 90), new Corner(0, 90)),
              1);
      assertThat(read(model, 0.5, 6, line, good, point, folded))
          .containsExactly(new TextLine(good, "a", 0.9f));
    }
  }

  @Nested
  class Memory {
    @Test
    void aThreadOfTextIsSqueezedTo3200Pixels() {
      ScriptedModel model = shades(0.9f);
      read(model, 0.5, 6, box(0, 10, 999, 4));
      assertThat(model.runs().getFirst().shape()).isEqualTo(Shape.of(1, 3, 48, 3200));
    }

    @Test
    void aBatchOfLongLinesRunsInPartsOfTheSameWidth() {
      ScriptedModel model = shades(0.9f);
      TextBox[] boxes =
          IntStream.range(0, 6)
              .mapToObj(i -> box(0, 10 + i * 30, 900 - i, 20))
              .toArray(TextBox[]::new);
      assertThat(read(model, 0.5, 6, boxes)).hasSize(6);
      assertThat(model.runs())
          .extracting(ScriptedModel.Fed::shape)
          .hasSize(6)
          .containsOnly(Shape.of(1, 3, 48, 2160));
    }

    @Test
    void batchesUseTheSameBlocksAgain() {
      ReusedMemory memory = new ReusedMemory(workspace);
      long large = memory.bytes(20_000).address();
      long small = memory.bytes(10_000).address();
      memory.reuse();
      assertThat(memory.bytes(9_000).address()).isEqualTo(small);
      assertThat(memory.bytes(9_000).address()).isEqualTo(large);
      assertThat(memory.bytes(9_000).address()).isNotIn(small, large);
    }
  }
}
