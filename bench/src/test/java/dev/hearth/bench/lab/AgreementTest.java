package dev.hearth.bench.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.bench.lab.Line.Compared;
import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.engine.Prediction;
import dev.hearth.inference.engine.Result;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.ocr.TextBox;
import dev.hearth.inference.ocr.TextLine;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.text.Classified;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private final Agreement agreement = new Agreement();

  private Compared line() {
    return agreement.line("vulkan", "model", "outputs");
  }

  private static Prediction lines(float left, String... texts) {
    List<TextLine> lines =
        java.util.Arrays.stream(texts).map(text -> new TextLine(box(left), text, 0.9f)).toList();
    return new Prediction(Optional.empty(), Map.of(Task.OCR, new Result.Lines(lines)));
  }

  private static TextBox box(float left) {
    return new TextBox(List.of(new TextBox.Corner(left, 10), new TextBox.Corner(50, 10)), 0.9f);
  }

  private static Outputs outputs(Tensor... tensors) {
    List<String> names =
        java.util.stream.IntStream.range(0, tensors.length).mapToObj(i -> "out" + i).toList();
    return new Outputs(names, List.of(tensors));
  }

  private static Tensor floats(float... values) {
    return new Tensor.Floats(FloatBuffer.wrap(values), Shape.of(values.length));
  }

  @Test
  void isTheWorstOfAllThatWasCompared() {
    agreement.embeddings(Embedding.of(1, 0), Embedding.of(1, 0));
    agreement.embeddings(Embedding.of(1, 0), Embedding.of(1, 1));
    agreement.embeddings(Embedding.of(2, 0), Embedding.of(1, 0));

    assertThat(line().cosine().orElse(1.0)).isBetween(0.7, 0.71);
    assertThat(line().holds()).isFalse();
  }

  @Test
  void doesNotHoldForNumbersThatAreNotFinite() {
    agreement.outputs(outputs(floats(Float.NaN, 1)), outputs(floats(1, 1)));
    agreement.outputs(outputs(floats(1, 1)), outputs(floats(1, 1)));

    assertThat(line().holds()).isFalse();
  }

  @Test
  void ofWholeNumbersIsEquality() {
    Tensor one = new Tensor.Longs(LongBuffer.wrap(new long[] {1, 2}), Shape.of(2));
    Tensor other = new Tensor.Longs(LongBuffer.wrap(new long[] {1, 3}), Shape.of(2));
    agreement.outputs(outputs(one), outputs(one));
    assertThat(line().holds()).isTrue();

    agreement.outputs(outputs(one), outputs(other));
    assertThat(line().note()).isEqualTo("out0 differs");
  }

  @Test
  void ofLinesIsTheirTextAndPlace() {
    agreement.photo(Task.OCR, lines(11.5f, "warm"), lines(10, "warm"));

    assertThat(line())
        .isEqualTo(
            new Compared(
                "vulkan",
                "model",
                "outputs",
                Optional.empty(),
                Optional.of(1.5),
                Optional.of(true),
                true,
                "1 compared"));
  }

  @Test
  void doesNotHoldForCornersFurtherApartThanTwoPixels() {
    agreement.photo(Task.OCR, lines(12.5f, "warm"), lines(10, "warm"));

    assertThat(line().holds()).isFalse();
  }

  @Test
  void namesTheTextsThatDiffer() {
    agreement.photo(Task.OCR, lines(10, "wann"), lines(10, "warm"));

    assertThat(line().note()).isEqualTo("\"wann\", not \"warm\"");
    assertThat(line().textsEqual()).contains(false);
  }

  @Test
  void doesNotHoldWhereALineIsMissing() {
    agreement.photo(Task.OCR, lines(10, "warm"), lines(10, "warm", "again"));

    assertThat(line().holds()).isFalse();
    assertThat(line().note()).isEqualTo("1 lines, not 2");
  }

  @Test
  void ofNothingDoesNotHold() {
    agreement.photo(Task.OCR, lines(10), lines(10));

    assertThat(line().holds()).isFalse();
    assertThat(line().note()).isEqualTo("nothing was found to compare");
  }

  @Test
  void ofClassesIsTheLikeliestAndAllScores() {
    var good = new Classified.Label("positive", 2);
    var bad = new Classified.Label("negative", -1);
    agreement.scores(new Classified(List.of(good, bad)), new Classified(List.of(good, bad)));
    assertThat(line().holds()).isTrue();

    agreement.scores(new Classified(List.of(bad, good)), new Classified(List.of(good, bad)));
    assertThat(line().note()).isEqualTo("negative, not positive");
  }
}
