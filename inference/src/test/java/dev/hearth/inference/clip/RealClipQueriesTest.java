package dev.hearth.inference.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hearth.inference.SharedFolder;
import dev.hearth.inference.runtime.OnnxSession;
import dev.hearth.inference.runtime.TestSessions;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Workspace;
import dev.hearth.inference.tokens.TestTokenizers;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stand-in textual models, against the reference's embeddings of the photos. */
class RealClipQueriesTest {
  private static final String OPENCLIP = "standin-mobilenetv2-minilm";
  private static final String MULTILINGUAL = "standin-mobilenetv2-minilm-mclip";

  private final MemoryPool pool = new MemoryPool(1 << 20);

  @ParameterizedTest
  @CsvSource({
    "a cat, chelsea.png",
    "a cup of coffee, coffee.png",
    "a rocket, rocket.jpg",
    "a tabby cat looking at the camera, chelsea.png",
    "espresso on a table, coffee.png",
    "a missile on its launch pad, rocket.jpg",
  })
  void aQueryFindsItsPhoto(String query, String photo) {
    Map<String, Embedding> photos = ExpectedClip.photos(SharedFolder.orSkip());
    Embedding embedding = embed(OPENCLIP, List.of(query)).getFirst();

    assertThat(
            photos.entrySet().stream()
                .max(Comparator.comparingDouble(p -> ExpectedClip.cosine(p.getValue(), embedding)))
                .map(Map.Entry::getKey))
        .contains(photo);
  }

  @Test
  void theMultilingualTwinGivesTheSameEmbeddings() {
    List<String> queries = List.of("a cat", "", "the   QUICK brown fox!", "cat ".repeat(100));

    List<Embedding> openClip = embed(OPENCLIP, queries);
    List<Embedding> multilingual = embed(MULTILINGUAL, queries);

    for (int i = 0; i < queries.size(); i++) {
      assertThat(openClip.get(i).dimensions()).isEqualTo(512);
      assertThat(ExpectedClip.cosine(openClip.get(i), multilingual.get(i)))
          .isCloseTo(1, within(1e-5));
    }
  }

  private List<Embedding> embed(String name, List<String> queries) {
    Path folder = SharedFolder.orSkip().resolve("models/clip").resolve(name);
    try (OnnxSession session = TestSessions.open(folder.resolve("textual/model.onnx"));
        ClipTextualModel model = ClipTextualModel.load(folder, name, TestTokenizers.library());
        Workspace workspace = pool.workspace()) {
      return queries.stream()
          .map(query -> model.embed(query, Optional.of("en-null"), session, workspace))
          .toList();
    }
  }
}
