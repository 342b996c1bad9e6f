package dev.hearth.inference.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.SharedFolder;
import dev.hearth.inference.runtime.OnnxSession;
import dev.hearth.inference.runtime.TestSessions;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Workspace;
import dev.hearth.inference.tokens.TestTokenizers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RealTextModelsTest {
  private static final List<String> NEWS =
      List.of(
          "Operating profit rose to EUR 13.1 mn from EUR 8.7 mn in the corresponding period.",
          "The company slipped to an operating loss and sales fell by 30 percent.",
          "The annual general meeting will be held in Helsinki in April.");

  private final MemoryPool pool = new MemoryPool(1 << 20);

  @Test
  void newsOfProfitLossAndNeitherAreToldApart() {
    Path folder = SharedFolder.orSkip().resolve("models/sentiment/minilm-fpb");
    try (OnnxSession session = TestSessions.open(new TextFolder(folder).model());
        TextClassifier classifier = TextClassifier.load(folder, TestTokenizers.library());
        Workspace workspace = pool.workspace()) {
      List<Classified> together = classifier.classify(NEWS, false, false, session, workspace);

      assertThat(together)
          .extracting(classified -> classified.labels().getFirst().name())
          .containsExactly("positive", "negative", "neutral");
      assertThat(together)
          .allSatisfy(classified ->
              assertThat(classified.labels().stream().mapToDouble(Classified.Label::score).sum())
                  .isBetween(0.99999, 1.00001));
      for (int i = 0; i < NEWS.size(); i++) {
        Classified alone =
            classifier.classify(List.of(NEWS.get(i)), false, false, session, workspace).getFirst();
        assertThat(alone.labels().getFirst().name())
            .isEqualTo(together.get(i).labels().getFirst().name());
      }
    }
  }

  @Test
  void aTextOfAnyLengthIsClassifiedWhenItMayBeCut() {
    Path folder = SharedFolder.orSkip().resolve("models/sentiment/minilm-fpb");
    try (OnnxSession session = TestSessions.open(new TextFolder(folder).model());
        TextClassifier classifier = TextClassifier.load(folder, TestTokenizers.library());
        Workspace workspace = pool.workspace()) {
      assertThat(classifier.maxTokens()).isEqualTo(512);
      assertThat(
              classifier.classify(
                  List.of("Profit rose. ".repeat(80_000), ""), true, false, session, workspace))
          .hasSize(2);
    }
  }
}
