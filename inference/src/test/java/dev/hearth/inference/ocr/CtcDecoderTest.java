package dev.hearth.inference.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.inference.graph.Rewrite;
import dev.hearth.inference.ocr.CtcDecoder.Decoded;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.machine.ProblemException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CtcDecoderTest {
  /** Blank, a, b, c, space. */
  private static final Alphabet ALPHABET = Alphabet.parse("a\nb\nc");

  @Nested
  class Probabilities {
    @Test
    void repeatsAreJoinedUnlessABlankIsBetweenThem() {
      assertThat(decode(row(1, 0.9), row(1, 0.8), row(0, 1), row(1, 0.7), row(4, 0.6), row(2, 0.6)))
          .isEqualTo(new Decoded("aa b", 0.7));
    }

    @Test
    void theScoreIsTheMeanOfTheFirstStepOfEachCharacterToFiveDecimals() {
      assertThat(decode(row(1, 0.9), row(1, 0.99), row(2, 0.8), row(3, 0.8)).score())
          .isEqualTo(0.83333);
    }

    @Test
    void aClassWithoutMajorityWinsWhenItIsTheLargest() {
      assertThat(decode(new float[] {0.3f, 0.1f, 0.1f, 0.1f, 0.4f}).text()).isEqualTo(" ");
    }

    @Test
    void ofEqualsTheFirstWins() {
      assertThat(decode(new float[] {0.1f, 0.1f, 0.35f, 0.35f, 0.1f}).text()).isEqualTo("b");
    }

    @Test
    void nothingButBlanksIsNoTextOfScoreZero() {
      assertThat(decode(row(0, 1), row(0, 0.9))).isEqualTo(new Decoded("", 0));
    }
  }

  @Test
  void valuesThatAreNoProbabilitiesAreSearchedToTheEnd() {
    assertThat(decode(new float[] {2, 3, 4, 5, 1}, new float[] {3, 0.6f, 1, 0, 7}).text())
        .isEqualTo("c ");
  }

  @Test
  void aSecondLineStartsAfterTheStepsOfTheFirst() {
    FloatBuffer output = FloatBuffer.wrap(new float[] {0, 1, 0, 0, 0, 0, 0, 0, 1, 0});
    CtcDecoder decoder = decoder(output, 1, 5);
    assertThat(decoder.decode(0).text()).isEqualTo("a");
    assertThat(decoder.decode(1).text()).isEqualTo("c");
  }

  @Test
  void aListOfAnotherLengthIsRefusedWithBothCounts() {
    assertThatThrownBy(() -> decoder(FloatBuffer.allocate(7), 1, 7))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("7 classes, 5 characters");
  }

  @Test
  void aModelWithoutAListIsRefused() {
    assertThatThrownBy(() -> Alphabet.of(Map.of("other", "a")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("character");
  }

  private static float[] row(int likeliest, double probability) {
    float[] row = new float[5];
    java.util.Arrays.fill(row, (float) ((1 - probability) / 4));
    row[likeliest] = (float) probability;
    return row;
  }

  private static Decoded decode(float[]... rows) {
    FloatBuffer output = FloatBuffer.allocate(rows.length * 5);
    for (int i = 0; i < rows.length; i++) {
      output.put(i * 5, rows[i]);
    }
    return decoder(output, rows.length, 5).decode(0);
  }

  @Test
  void whatTheModelReducedItselfReadsTheSame() {
    Outputs outputs =
        new Outputs(
            List.of(Rewrite.CTC_INDEX, Rewrite.CTC_SCORE),
            List.of(
                new Tensor.Longs(LongBuffer.wrap(new long[] {1, 1, 0, 2}), Shape.of(1, 4)),
                new Tensor.Floats(
                    FloatBuffer.wrap(new float[] {0.9f, 0.8f, 0.9f, 0.7f}), Shape.of(1, 4))));

    assertThat(new CtcDecoder(ALPHABET, LikeliestClasses.in(outputs, 5)).decode(0))
        .isEqualTo(new Decoded("ab", 0.8));
  }

  private static CtcDecoder decoder(FloatBuffer output, int steps, int classes) {
    Shape shape = Shape.of(output.limit() / Math.max(1, steps * classes), steps, classes);
    return new CtcDecoder(
        ALPHABET,
        ProbabilityScan.of(new Tensor.Floats(output, shape), ALPHABET.characters().size()));
  }
}
