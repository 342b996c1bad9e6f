package dev.hearth.inference.text;

import static dev.hearth.inference.runtime.CapturedSession.input;
import static dev.hearth.inference.runtime.CapturedSession.output;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.runtime.CapturedSession;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.runtime.TensorInfo.ElementType;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tokens.TestTokenizers;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextEmbedderTest {
  private static final List<TensorInfo> INPUTS =
      List.of(
          input("input_ids", ElementType.INT64, -1, -1),
          input("attention_mask", ElementType.INT64, -1, -1));

  /** "cat" has 3 tokens, "a cat" 4: the last row of the first text is padding. */
  private static final Outputs TOKENS =
      output(
          "last_hidden_state",
          FloatBuffer.wrap(
              new float[] {1, 10, 2, 20, 6, 0, 99, 99, /* a cat: */ 4, 0, 0, 0, 0, 0, 0, 8}),
          2,
          4,
          2);

  @TempDir private Path folder;

  @BeforeEach
  void layOut() throws IOException {
    TestTokenizers.write(folder.resolve("tokenizer.json"));
    Files.writeString(folder.resolve("config.json"), "{\"max_position_embeddings\":64}");
  }

  @Test
  void theMeanLeavesPaddingOut() {
    assertThat(embed(TOKENS, false)).containsExactly(Embedding.of(3, 10), Embedding.of(1, 2));
  }

  @Test
  void theFirstTokenIsTakenWhereTheModelSaysSo() throws IOException {
    pool("pooling_mode_cls_token");
    assertThat(embed(TOKENS, false)).containsExactly(Embedding.of(1, 10), Embedding.of(4, 0));
  }

  @Test
  void theLastTokenIsNotPadding() throws IOException {
    pool("pooling_mode_lasttoken");
    assertThat(embed(TOKENS, false)).containsExactly(Embedding.of(6, 0), Embedding.of(0, 8));
  }

  @Test
  void theLargestIsNotPaddingEither() throws IOException {
    pool("pooling_mode_max_tokens");
    assertThat(embed(TOKENS, false)).containsExactly(Embedding.of(6, 20), Embedding.of(4, 8));
  }

  @Test
  void aVectorATextIsTakenAsItIs() {
    Outputs pooled = output("embeddings", FloatBuffer.wrap(new float[] {3, 4, 0, 0}), 2, 2);

    assertThat(embed(pooled, false)).containsExactly(Embedding.of(3, 4), Embedding.of(0, 0));
  }

  @Test
  void aSentenceEmbeddingIsPreferredToTokens() {
    Outputs both =
        new Outputs(
            List.of("token_embeddings", "sentence_embedding"),
            List.of(
                TOKENS.floats(0),
                new Tensor.Floats(FloatBuffer.wrap(new float[] {1, 2, 3, 4}), Shape.of(2, 2))));

    assertThat(embed(both, false)).containsExactly(Embedding.of(1, 2), Embedding.of(3, 4));
  }

  @Test
  void normalisedEmbeddingsHaveUnitLengthAndZeroStaysZero() {
    Outputs pooled = output("embeddings", FloatBuffer.wrap(new float[] {3, 4, 0, 0}), 2, 2);

    assertThat(embed(pooled, true)).containsExactly(Embedding.of(.6f, .8f), Embedding.of(0, 0));
  }

  private List<Embedding> embed(Outputs outputs, boolean normalize) {
    CapturedSession session = CapturedSession.computing(INPUTS, _ -> outputs);
    try (TextEmbedder embedder = TextEmbedder.load(folder, TestTokenizers.library())) {
      return embedder.embed(
          List.of("cat", "a cat"), true, normalize, session, new MemoryPool(0).workspace());
    }
  }

  private void pool(String mode) throws IOException {
    Files.createDirectories(folder.resolve("1_Pooling"));
    Files.writeString(folder.resolve("1_Pooling/config.json"), "{\"" + mode + "\":true}");
  }
}
