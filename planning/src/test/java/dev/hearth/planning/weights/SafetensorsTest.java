package dev.hearth.planning.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import dev.hearth.planning.weights.WeightsReading.Known;
import dev.hearth.planning.weights.WeightsReading.Unreadable;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  private static WeightsReading read(byte[] file) {
    return Weights.read(ModelSource.of("model.safetensors", file));
  }

  private static WeightsFacts facts(byte[] file) {
    assertThat(read(file)).isInstanceOf(Known.class);
    return ((Known) read(file)).facts();
  }

  @Test
  void tensorsAreSummedByType() {
    WeightsFacts facts = facts(SafetensorsFile.small());

    assertThat(facts.bytes()).isEqualTo(98);
    assertThat(facts.parameters()).isEqualTo(45);
    assertThat(facts.bytesByType())
        .isEqualTo(new TreeMap<>(Map.of("F16", 80L, "F32", 16L, "BF16", 2L)));
  }

  @Test
  void areKnownByTheirContentUnderAnyOtherName() {
    assertThat(Weights.read(ModelSource.of("blob", SafetensorsFile.small())))
        .isInstanceOf(Known.class);
  }

  @Test
  void aFileThatEndsTooEarlyIsAnUnfinishedDownload() {
    byte[] file = SafetensorsFile.small();

    assertThat(facts(Arrays.copyOf(file, file.length - 90)).notes().getFirst())
        .startsWith("the file ends 90 bytes before");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]  ",
        "{\"a\": 5}",
        "{\"a\": {\"dtype\": \"F32\"}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [8, 4]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4, 5]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [99999999999999999999], \"data_offsets\": [0, 4]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [9999999999, 9999999999], \"data_offsets\": [0, 4]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [-1], \"data_offsets\": [0, 4]}}",
        "{\"a\": {\"shape\": [1], \"data_offsets\": [0, 4]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_off"
      })
  void headsThatBreakTheFormatAreUnreadable(String json) {
    assertThat(read(SafetensorsFile.of(json, 16))).isInstanceOf(Unreadable.class);
  }

  @Test
  void aHeadLongerThanTheFileIsRefused() {
    byte[] file = new Bytes().u64(50_000_000).raw(new byte[20]).toArray();

    assertThat(read(file))
        .isEqualTo(new Unreadable("model.safetensors: its head is said to be 50000000 bytes long"));
  }

  @Test
  void deepNestingIsRefusedWithoutDeepRecursion() {
    String deep = "{\"__metadata__\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertThat(read(SafetensorsFile.of(deep, 0))).isInstanceOf(Unreadable.class);
  }

  @Test
  void shardsAreSummed() {
    WeightsReading one = read(SafetensorsFile.small());

    assertThat(Weights.sum(List.of(one, one)))
        .isInstanceOfSatisfying(
            Known.class,
            sum -> {
              assertThat(sum.facts().bytes()).isEqualTo(196);
              assertThat(sum.facts().parts()).isEqualTo(new WeightsFacts.Parts(2, 2));
            });
  }

  @Test
  void aShardThatCannotBeReadMakesTheSumUnreadable() {
    WeightsReading broken = new Unreadable("part 2 is broken");

    assertThat(Weights.sum(List.of(read(SafetensorsFile.small()), broken))).isEqualTo(broken);
  }

  @Nested
  class TheConfigBeside {
    private static Reading<Transformer> parse(String json) {
      return TransformerConfig.parse(
          new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void tellsTheShapeOfALanguageModel() {
      Reading<Transformer> shape =
          parse(
              """
              {"architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3",
               "num_hidden_layers": 3, "num_attention_heads": 16, "num_key_value_heads": 8,
               "hidden_size": 2048, "head_dim": 128, "vocab_size": 1000,
               "max_position_embeddings": 40960}
              """);

      Transformer known = shape.asOptional().orElseThrow();
      assertThat(known.layers()).isEqualTo(3);
      assertThat(known.attention())
          .isEqualTo(
              Reading.known(new Attention(List.of(8L, 8L, 8L), 128, 128, false, 0, List.of())));
    }

    @Test
    void tellsOfLatentAttention() {
      Reading<Transformer> shape =
          parse(
              """
              {"architectures": ["DeepseekV3ForCausalLM"], "num_hidden_layers": 1,
               "kv_lora_rank": 512, "qk_rope_head_dim": 64, "num_attention_heads": 128}
              """);

      assertThat(
              shape
                  .asOptional()
                  .flatMap(known -> known.attention().asOptional())
                  .map(attention -> attention.numbersPerToken(0)))
          .contains(576L);
    }

    @Test
    void ofAnEncoderTellsNone() {
      assertThat(
              parse(
                  "{\"architectures\": [\"BertForSequenceClassification\"],"
                      + " \"num_hidden_layers\": 12}"))
          .isEqualTo(Reading.unknown("config.json is of no language model"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", "{", "[]", "null", "{\"architectures\": 5}", "{\"text_config\": 1}"})
    void thatIsBrokenTellsNone(String json) {
      assertThat(parse(json)).isInstanceOf(Reading.Unknown.class);
    }
  }
}
