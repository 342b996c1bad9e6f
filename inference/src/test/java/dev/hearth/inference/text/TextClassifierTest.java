package dev.hearth.inference.text;

import static dev.hearth.inference.runtime.CapturedSession.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hearth.inference.runtime.CapturedSession;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.runtime.TensorInfo.ElementType;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tokens.TestTokenizers;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextClassifierTest {
  private static final List<TensorInfo> INPUTS =
      List.of(
          input("input_ids", ElementType.INT64, -1, -1),
          input("attention_mask", ElementType.INT64, -1, -1));

  @TempDir private Path folder;

  @BeforeEach
  void layOut() throws IOException {
    TestTokenizers.write(folder.resolve("tokenizer.json"));
    configure("\"0\":\"positive\",\"1\":\"negative\"", "");
  }

  @Test
  void scoresAreProbabilitiesBestFirst() {
    CapturedSession session = CapturedSession.answering(INPUTS, 1f, 3f);

    Classified classified = classify(session, false, List.of("cat")).getFirst();

    assertThat(classified.labels())
        .extracting(Classified.Label::name)
        .containsExactly("negative", "positive");
    assertThat(classified.labels().getFirst().score()).isCloseTo(0.880797f, within(1e-6f));
    assertThat(classified.labels().getLast().score()).isCloseTo(0.119203f, within(1e-6f));
  }

  @Test
  void rawScoresAreTheModelsOwn() {
    CapturedSession session = CapturedSession.answering(INPUTS, 1f, 3f);

    assertThat(classify(session, true, List.of("cat")))
        .containsExactly(
            new Classified(
                List.of(
                    new Classified.Label("negative", 3f), new Classified.Label("positive", 1f))));
  }

  @Test
  void independentLabelsAreJudgedOneByOne() throws IOException {
    configure("\"0\":\"rude\",\"1\":\"kind\"", ",\"problem_type\":\"multi_label_classification\"");
    CapturedSession session = CapturedSession.answering(INPUTS, 0f, 2f);

    List<Classified.Label> labels = classify(session, false, List.of("cat")).getFirst().labels();

    assertThat(labels.getFirst().score()).isCloseTo(0.880797f, within(1e-6f));
    assertThat(labels.getLast().score()).isEqualTo(0.5f);
  }

  @Test
  void hugeLogitsDoNotOverflow() {
    CapturedSession session = CapturedSession.answering(INPUTS, 1000f, -1000f);

    assertThat(classify(session, false, List.of("cat")).getFirst().labels())
        .containsExactly(
            new Classified.Label("positive", 1f), new Classified.Label("negative", 0f));
  }

  @Test
  void answersComeInTheOrderOfTheTexts() {
    CapturedSession session = CapturedSession.computing(INPUTS, TextClassifierTest::lengths);
    List<String> texts = List.of("cat cat cat", "", "cat", "cat cat");

    List<Classified> answers = classify(session, true, texts);

    assertThat(answers)
        .extracting(answer -> answer.labels().getFirst().score())
        .containsExactly(5f, 2f, 3f, 4f);
    assertThat(session.runs()).hasSize(1);
    assertThat(session.fed("attention_mask")).startsWith(1L, 1L, 0L, 0L, 0L).hasSize(20);
  }

  @Test
  void noRunHoldsMoreThanItsShareOfTokens() {
    CapturedSession session = CapturedSession.computing(INPUTS, TextClassifierTest::lengths);
    List<String> texts = Collections.nCopies(100, "cat ".repeat(98));

    List<Classified> answers = classify(session, true, texts);

    assertThat(answers).hasSize(100);
    assertThat(session.runs()).hasSize(3);
    assertThat(session.fed("input_ids")).hasSize(20 * 100);
  }

  @Test
  void noTextsNeedNoRun() {
    CapturedSession session = CapturedSession.answering(INPUTS, 1f);
    assertThat(classify(session, true, List.of())).isEmpty();
    assertThat(session.runs()).isEmpty();
  }

  @Test
  void aTextTooLongIsRefusedWithBothCountsUnlessItMayBeCut() {
    CapturedSession session = CapturedSession.answering(INPUTS, 1f, 2f);
    String text = "cat ".repeat(200);
    try (TextClassifier classifier = load()) {
      assertThatThrownBy(() ->
              classifier.classify(
                  List.of("cat", text), false, false, session, new MemoryPool(0).workspace()))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refused -> {
                assertThat(refused.problem().kind()).isEqualTo(Problem.Kind.TOO_LARGE);
                assertThat(refused.problem().what())
                    .isEqualTo("`inputs` must have less than 100 tokens. Given: 202");
              });
    }
    assertThat(session.runs()).isEmpty();

    classify(session, false, List.of(text));
    assertThat(session.fed("input_ids")).hasSize(100).endsWith(3L);
  }

  @Test
  void anEncoderIsNotTakenForAClassifier() {
    CapturedSession session =
        CapturedSession.computing(
            INPUTS,
            _ -> CapturedSession.output("last_hidden_state", FloatBuffer.allocate(6), 1, 3, 2));

    assertThatThrownBy(() -> classify(session, false, List.of("cat")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("no text classifier");
  }

  /** Answers each row with the number of its tokens. */
  private static Outputs lengths(Map<String, Tensor> inputs) {
    if (!(inputs.get("attention_mask") instanceof Tensor.Longs mask)) {
      throw new AssertionError("no mask");
    }
    int rows = mask.shape().axis(0);
    int width = mask.shape().axis(1);
    FloatBuffer scores = FloatBuffer.allocate(rows * 2);
    for (int i = 0; i < rows * width; i++) {
      int row = 2 * (i / width);
      scores.put(row, scores.get(row) + mask.data().get(i));
    }
    return CapturedSession.output("logits", scores, rows, 2);
  }

  private List<Classified> classify(CapturedSession session, boolean raw, List<String> texts) {
    try (TextClassifier classifier = load()) {
      return classifier.classify(texts, true, raw, session, new MemoryPool(0).workspace());
    }
  }

  private TextClassifier load() {
    return TextClassifier.load(folder, TestTokenizers.library());
  }

  private void configure(String labels, String more) throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        "{\"max_position_embeddings\":100,\"id2label\":{" + labels + "}" + more + "}");
  }
}
