package dev.hearth.inference.clip;

import static dev.hearth.inference.runtime.CapturedSession.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.inference.runtime.CapturedSession;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.runtime.TensorInfo.ElementType;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tokens.TestTokenizers;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipTextualModelTest {
  private static final List<TensorInfo> OPENCLIP = List.of(input("text", ElementType.INT32, 1, 77));

  @TempDir private Path folder;

  @BeforeEach
  void layOut() throws IOException {
    TestTokenizers.write(folder.resolve("textual/tokenizer.json"));
    write("textual/tokenizer_config.json", "{\"pad_token\":\"[PAD]\"}");
    write("config.json", "{\"embed_dim\":2,\"text_cfg\":{\"context_length\":77}}");
  }

  @Nested
  class AnOpenClipModel {
    @Test
    void isFedTheIdsPaddedToTheContext() {
      CapturedSession session = CapturedSession.answering(OPENCLIP, 0.5f, -0.25f);

      Embedding embedding = embed(session, "ViT-B-32__openai", "test   search query");

      assertThat(embedding).isEqualTo(Embedding.of(0.5f, -0.25f));
      assertThat(session.fed("text"))
          .startsWith(2L, 10L, 11L, 12L, 3L)
          .endsWith(Collections.nCopies(72, 0L).toArray(Long[]::new))
          .hasSize(77);
      assertThat(session.fed()).isInstanceOf(Tensor.Ints.class);
    }

    @Test
    void withLongIntegersIsFedLongIntegers() {
      CapturedSession session =
          CapturedSession.answering(List.of(input("text", ElementType.INT64, 1, 77)), 1f);

      embed(session, "ViT-B-32__openai", "test");

      assertThat(session.fed()).isInstanceOf(Tensor.Longs.class);
    }

    @Test
    void embedsAnEmptyQueryAsStartAndEnd() {
      CapturedSession session = CapturedSession.answering(OPENCLIP, 1f);

      embed(session, "ViT-B-32__openai", " \n ");

      assertThat(session.fed("text")).startsWith(2L, 3L, 0L);
    }

    @Test
    void isFedTheStartOfAQueryLongerThanTheContext() {
      CapturedSession session = CapturedSession.answering(OPENCLIP, 1f);

      embed(session, "ViT-B-32__openai", "cat ".repeat(300_000));

      assertThat(session.fed("text")).hasSize(77).startsWith(2L, 5L, 5L).endsWith(5L, 3L);
    }
  }

  @Test
  void thePaddingTokenMayBeAnObjectAndAnyTokenOfTheVocabulary() throws IOException {
    write("textual/tokenizer_config.json", "{\"pad_token\":{\"content\":\"!\"}}");
    CapturedSession session = CapturedSession.answering(OPENCLIP, 1f);

    embed(session, "ViT-B-32__openai", "cat");

    assertThat(session.fed("text")).startsWith(2L, 5L, 3L, 9L).endsWith(9L);
  }

  @Test
  void aMultilingualClipModelIsFedIdsAndMask() {
    CapturedSession session =
        CapturedSession.answering(
            List.of(
                input("input_ids", ElementType.INT32, 1, 77),
                input("attention_mask", ElementType.INT32, 1, 77)),
            1f);

    embed(session, "XLM-Roberta-Large-Vit-B-32", "a cat");

    assertThat(session.fed("input_ids")).startsWith(2L, 4L, 5L, 3L, 0L).hasSize(77);
    assertThat(session.fed("attention_mask")).startsWith(1L, 1L, 1L, 1L, 0L).hasSize(77);
  }

  @Test
  void canonicalizedQueriesLoseCaseAndPunctuation() throws IOException {
    write(
        "config.json",
        "{\"text_cfg\":{\"context_length\":64,\"tokenizer_kwargs\":{\"clean\":\"canonicalize\"}}}");

    assertThat(prepared("ViT-B-16-SigLIP__webli", "Test   Search Query!", Optional.empty()))
        .isEqualTo("test search query");
    assertThat(prepared("ViT-B-16-SigLIP__webli", "Test", Optional.of("de"))).isEqualTo("test");
  }

  @Nested
  class AnNllbModel {
    private static final String NAME = "nllb-clip-base-siglip__mrl";

    @Test
    void readsTheLanguageBeforeTheQuery() {
      assertThat(prepared(NAME, "test   search query", Optional.of("de")))
          .isEqualTo("deu_Latntest search query");
      assertThat(prepared(NAME, "test", Optional.of("de-CH"))).isEqualTo("deu_Latntest");
      assertThat(prepared(NAME, "test", Optional.of("unknown"))).isEqualTo("eng_Latntest");
    }

    @Test
    void withoutALanguageReadsTheQueryAlone() {
      assertThat(prepared(NAME, "test", Optional.empty())).isEqualTo("test");
    }

    @Test
    void embedsOneQueryInTwoLanguagesDifferently() {
      CapturedSession session = CapturedSession.answering(OPENCLIP, 1f);
      try (ClipTextualModel model = load(NAME)) {
        model.embed("test", Optional.of("de"), session, new MemoryPool(0).workspace());
        List<Long> german = session.fed("text");
        model.embed("test", Optional.empty(), session, new MemoryPool(0).workspace());
        assertThat(session.fed("text")).isNotEqualTo(german);
      }
    }
  }

  @Test
  void otherModelsIgnoreTheLanguage() {
    assertThat(prepared("ViT-B-32__openai", "test", Optional.of("de"))).isEqualTo("test");
  }

  @Test
  void anEmbeddingThatIsNotFiniteIsRefused() {
    CapturedSession session = CapturedSession.answering(OPENCLIP, 1f, Float.NaN);

    assertThatThrownBy(() -> embed(session, "ViT-B-32__openai", "cat"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("not finite");
  }

  @Test
  void aPaddingTokenThatTheVocabularyLacksIsRefused() throws IOException {
    write("textual/tokenizer_config.json", "{\"pad_token\":\"<pad>\"}");

    assertThatThrownBy(() -> load("ViT-B-32__openai"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("<pad>");
  }

  private String prepared(String name, String query, Optional<String> language) {
    try (ClipTextualModel model = load(name)) {
      return model.prepared(query, language);
    }
  }

  private Embedding embed(CapturedSession session, String name, String query) {
    try (ClipTextualModel model = load(name)) {
      return model.embed(query, Optional.of("en"), session, new MemoryPool(0).workspace());
    }
  }

  private ClipTextualModel load(String name) {
    return ClipTextualModel.load(folder, name, TestTokenizers.library());
  }

  private void write(String file, String content) throws IOException {
    Files.writeString(folder.resolve(file), content);
  }
}
