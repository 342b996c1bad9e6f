package dev.hearth.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.SharedFolder;
import dev.hearth.inference.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RealModelsTest {
  @ParameterizedTest
  @CsvSource({
    "ocr/PP-OCRv4_mobile/detection, 1x3x160x224, HARD_SWISH",
    "ocr/PP-OCRv4_mobile/detection, 1x3x736x544, SUB_PIXEL",
    "ocr/PP-OCRv4_mobile/detection, 2x3x96x96, BLOCKED_AFFINE",
    "ocr/PP-OCRv4_mobile/recognition, 1x3x48x320, HARD_SWISH",
    "ocr/PP-OCRv4_mobile/recognition, 6x3x48x172, BEFORE_CONVOLUTION",
    "facial-recognition/scrfd500m-mbf512/recognition, 1x3x112x112, BLOCKED_PRELU",
    "facial-recognition/scrfd500m-mbf512/recognition, 5x3x112x112, BLOCKED_PRELU",
    "facial-recognition/scrfd2.5g-mbf512/detection, 1x3x320x416, AFTER_CONVOLUTION",
    "clip/standin-mobilenetv2-minilm/visual, 3x3x224x224, STORED_WEIGHTS",
  })
  void aRewrittenModelGivesTheSameNumbers(String folder, String shape, Rewrite among)
      throws IOException {
    Twins twins = Twins.of(read(folder), Rewrite.forCpu());

    assertThat(twins.applied()).containsKey(among);
    assertThat(twins.difference(shape(shape))).isLessThan(Twins.ROUNDING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "facial-recognition/scrfd500m-mbf512/detection",
        "clip/standin-mobilenetv2-minilm/textual",
        "sentiment/minilm-fpb"
      })
  void aModelWithoutThesePatternsIsLeftAsItIs(String folder) throws IOException {
    assertThat(Twins.of(read(folder), Rewrite.forCpu()).isUntouched()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = "ocr/PP-OCRv4_mobile/recognition")
  void aRecogniserCanGiveTheBestCharactersOnly(String folder) throws IOException {
    Twins twins = Twins.of(read(folder), Set.of(Rewrite.CTC_GREEDY));

    assertThat(twins.operators()).endsWith("Softmax", "ArgMax", "ReduceMax");
  }

  private static byte[] read(String folder) throws IOException {
    return Files.readAllBytes(
        SharedFolder.orSkip().resolve("models").resolve(folder).resolve("model.onnx"));
  }

  private static Shape shape(String text) {
    return new Shape(List.of(text.split("x")).stream().map(Long::valueOf).toList());
  }
}
