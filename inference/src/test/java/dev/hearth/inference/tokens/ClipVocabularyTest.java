package dev.hearth.inference.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's byte-pair vocabulary, with ids that its own tokenizer gives. */
class ClipVocabularyTest {
  private static final String CLIP =
      """
      {"version":"1.0","truncation":null,"padding":null,
       "added_tokens":[
        {"id":49406,"content":"<|startoftext|>","single_word":false,"lstrip":false,
         "rstrip":false,"normalized":true,"special":true},
        {"id":49407,"content":"<|endoftext|>","single_word":false,"lstrip":false,
         "rstrip":false,"normalized":false,"special":true}],
       "normalizer":{"type":"Sequence","normalizers":[{"type":"NFC"},
        {"type":"Replace","pattern":{"Regex":"\\\\s+"},"content":" "},{"type":"Lowercase"}]},
       "pre_tokenizer":{"type":"Sequence","pretokenizers":[
        {"type":"Split","pattern":{"Regex":
         "'s|'t|'re|'ve|'m|'ll|'d|[\\\\p{L}]+|[\\\\p{N}]|[^\\\\s\\\\p{L}\\\\p{N}]+"},
         "behavior":"Removed","invert":true},
        {"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true}]},
       "post_processor":{"type":"RobertaProcessing","sep":["<|endoftext|>",49407],
        "cls":["<|startoftext|>",49406],"trim_offsets":false,"add_prefix_space":false},
       "decoder":null,
       "model":{"type":"BPE","dropout":null,"unk_token":"<|endoftext|>",
        "continuing_subword_prefix":"","end_of_word_suffix":"</w>","fuse_unk":false}}
      """;

  @TempDir private static Path folder;
  private static Path file = Path.of("");

  @BeforeAll
  static void assemble() throws IOException {
    Path tables = SharedFolder.orSkip().resolve("models/tokenizer-tables/clip-bpe");
    JsonMapper json = JsonMapper.shared();
    JsonNode vocabulary = json.readTree(tables.resolve("vocab.json"));
    ArrayNode merges = json.createArrayNode();
    for (String line : Files.readAllLines(tables.resolve("merges.txt"))) {
      if (!line.isEmpty() && !line.startsWith("#version")) {
        merges.add(line);
      }
    }
    ObjectNode root = (ObjectNode) json.readTree(CLIP);
    ObjectNode model = (ObjectNode) root.path("model");
    model.set("vocab", vocabulary);
    model.set("merges", merges);
    file = folder.resolve("tokenizer.json");
    json.writeValue(file, root);
  }

  @Test
  void knownTextsHaveTheirIds() {
    try (Tokenizer tokenizer = TestTokenizers.library().open(file)) {
      assertThat(tokenizer.encode("a photo of a cat", 77).ids())
          .containsExactly(49406, 320, 1125, 539, 320, 2368, 49407);
      assertThat(tokenizer.encode("A  Photo of a CAT", 77).ids())
          .containsExactly(49406, 320, 1125, 539, 320, 2368, 49407);
      assertThat(tokenizer.encode("", 77).ids()).containsExactly(49406, 49407);
    }
  }

  @Test
  void theStartOfALongTextIsTheStartOfTheWhole() {
    try (Tokenizer tokenizer = TestTokenizers.library().open(file)) {
      for (String text : List.of("naïve café 中文 ".repeat(9000), "x".repeat(100_000))) {
        long[] whole = tokenizer.encode(text, Integer.MAX_VALUE).ids();
        long[] start = tokenizer.encode(text, 77).ids();
        assertThat(start).hasSize(77).endsWith(49407);
        assertThat(Arrays.copyOf(start, 76)).isEqualTo(Arrays.copyOf(whole, 76));
      }
    }
  }

  @Test
  void thePaddingTokensIdIsFoundWithoutLoadingTheVocabulary() {
    assertThat(ConfigFile.tokenId(file, "<|endoftext|>")).contains(49407);
    assertThat(ConfigFile.tokenId(file, "!")).contains(0);
  }
}
