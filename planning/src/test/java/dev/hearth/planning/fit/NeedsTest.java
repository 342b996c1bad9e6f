package dev.hearth.planning.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import dev.hearth.planning.Backend;
import dev.hearth.planning.fit.Amount.Basis;
import dev.hearth.planning.weights.GgufFile;
import dev.hearth.planning.weights.OnnxFile;
import dev.hearth.planning.weights.TransformerConfig;
import dev.hearth.planning.weights.WeightsFacts;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NeedsTest {
  private static final NeedOptions USUAL = NeedOptions.of(Backend.CUDA);

  /** The keys of Llama 3 8B. */
  private static GgufFile llama3() {
    return new GgufFile(3)
        .text("general.architecture", "llama")
        .number("llama.block_count", 32)
        .number("llama.context_length", 8192)
        .number("llama.embedding_length", 4096)
        .number("llama.attention.head_count", 32)
        .number("llama.attention.head_count_kv", 8)
        .number("llama.vocab_size", 128_256)
        .tensor("blk.0.attn_q.weight", 12, 256, 4);
  }

  private static long cache(GgufFile file, NeedOptions options) {
    return Needs.of(Cases.facts(file), options).kvCache().bytes().asOptional().orElseThrow();
  }

  @Nested
  class TheCache {
    @Test
    void isAsLlamaCppSaysForLlama3() {
      // llama.cpp prints "KV self size = 512.00 MiB" for 4096 tokens
      assertThat(cache(llama3(), USUAL)).isEqualTo(512 * Cases.MIB);
    }

    @ParameterizedTest
    @CsvSource({"F16, 536870912", "Q8_0, 285212672", "Q4_0, 150994944"})
    void shrinksWithItsType(KvType type, long bytes) {
      assertThat(cache(llama3(), USUAL.withKvType(type))).isEqualTo(bytes);
    }

    @Test
    void growsWithContextAndConversations() {
      assertThat(cache(llama3(), USUAL.withContext(8192).withParallel(4)))
          .isEqualTo(8 * 512 * Cases.MIB);
    }

    @Test
    void ofLatentAttentionIsAsLogged() {
      // DeepSeek-V3, 32768 tokens, q8_0: a log tells "KV self size = 1166.62 MiB"
      GgufFile deepseek =
          new GgufFile(3)
              .text("general.architecture", "deepseek2")
              .number("deepseek2.block_count", 61)
              .number("deepseek2.attention.head_count", 128)
              .number("deepseek2.attention.head_count_kv", 1)
              .number("deepseek2.attention.key_length", 576)
              .number("deepseek2.attention.value_length", 512)
              .number("deepseek2.attention.kv_lora_rank", 512)
              .number("deepseek2.attention.key_length_mla", 192)
              .tensor("a", 0, 32);

      long bytes = cache(deepseek, USUAL.withContext(32_768).withKvType(KvType.Q8_0));

      assertThat((double) bytes / Cases.MIB).isBetween(1166.6, 1166.65);
    }

    @Test
    void isOnlyOfLayersThatAttend() {
      GgufFile hybrid = llama3().numbers("llama.attention.head_count_kv", every(4).toArray());

      assertThat(cache(hybrid, USUAL)).isEqualTo(128 * Cases.MIB);
    }

    @Test
    void ofLayersWithAWindowEndsThere() {
      int[] windowed = new int[32];
      Arrays.fill(windowed, 0, 16, 1);
      GgufFile gemma =
          llama3()
              .number("llama.attention.sliding_window", 512)
              .flags("llama.attention.sliding_window_pattern", windowed);

      // half of the layers keep 4096 tokens, half 512 and a batch of 512
      assertThat(cache(gemma, USUAL)).isEqualTo((256 + 64) * Cases.MIB);
    }

    @Test
    void tellsItsFormula() {
      assertThat(Needs.of(Cases.facts(llama3()), USUAL).kvCache().reason())
          .isEqualTo(
              "32 layers × 4096 tokens × 8 key-value heads × (128 + 128 numbers) × 2.000 bytes"
                  + " (f16) × 1 at once");
    }

    @Test
    void beyondAllMemoryIsUnknown() {
      GgufFile absurd = llama3().number("llama.attention.head_count_kv", 1_000_000);

      Amount cache = Needs.of(Cases.facts(absurd), USUAL.withContext(Long.MAX_VALUE)).kvCache();

      assertThat(cache.bytes())
          .isEqualTo(Reading.unknown("the cache would be larger than any memory"));
    }

    private static LongStream every(int step) {
      return LongStream.range(0, 32).map(layer -> layer % step == 0 ? 8 : 0);
    }
  }

  @Test
  void workSpaceOfALanguageModelIsAnEstimateWithItsFormula() {
    Amount activations = Needs.of(Cases.facts(llama3()), USUAL).activations();

    // 2048 × (1 + 4 × 4096 + 4096 × 33)
    assertThat(activations.bytes()).isEqualTo(Reading.known(2048L * (1 + 16_384 + 135_168)));
    assertThat(activations.basis()).isEqualTo(Basis.ESTIMATE);
    assertThat(activations.reason()).contains("1 + 4 × 4096 + 4096 × 33");
  }

  @Test
  void aTokenReadsOnlyTheExpertsItUses() {
    GgufFile mixture =
        llama3()
            .number("llama.expert_count", 8)
            .number("llama.expert_used_count", 2)
            .tensor("blk.1.ffn_up_exps.weight", 1, 100, 8)
            .tensor("token_embd.weight", 1, 1000)
            .tensor("output.weight", 1, 1000);

    // a quarter of 1600 bytes of experts, 576 of attention, 2000 of the output matrix
    assertThat(Needs.of(Cases.facts(mixture), USUAL).execution().readPerToken())
        .isEqualTo(Reading.known(400L + 576 + 2000));
  }

  @Test
  void moreTokensThanTrainedForIsNoted() {
    assertThat(Needs.of(Cases.facts(llama3()), USUAL.withContext(16_384)).notes())
        .containsExactly("the model was trained for 8192 tokens, 16384 were asked for");
  }

  @Test
  void aMissingPartOfASplitModelIsNoted() {
    GgufFile part = llama3().number("split.count", 3);

    assertThat(Needs.of(Cases.facts(part), USUAL).notes())
        .containsExactly("only 1 of the model's 3 files were read: the need is larger");
  }

  @Nested
  class OfOnnx {
    @Test
    void takesActivationsFromShapes() {
      MemoryNeed need =
          Needs.of(Cases.facts("chain.onnx", OnnxFile.chain()), NeedOptions.of(Backend.CPU));

      assertThat(need.weights().bytes()).isEqualTo(Reading.known(4000L));
      assertThat(need.activations().bytes()).isEqualTo(Reading.known(1600L));
      assertThat(need.kvCache().bytes()).isEqualTo(Reading.known(0L));
      assertThat(need.execution().overflow()).isEqualTo(Overflow.REFUSED);
    }
  }

  @Nested
  class OfSafetensors {
    private static final byte[] FILE = file();

    private static byte[] file() {
      byte[] json =
          "{\"a\":{\"dtype\":\"F16\",\"shape\":[8],\"data_offsets\":[0,16]}}"
              .getBytes(StandardCharsets.UTF_8);
      byte[] file = new byte[8 + json.length + 16];
      file[0] = (byte) json.length;
      System.arraycopy(json, 0, file, 8, json.length);
      return file;
    }

    @Test
    void knowsTheWeightsOnly() {
      MemoryNeed need = Needs.of(Cases.facts("a.safetensors", FILE), USUAL);

      assertThat(need.weights().bytes()).isEqualTo(Reading.known(16L));
      assertThat(need.unknownParts()).containsExactly(Part.KV_CACHE, Part.ACTIVATIONS);
    }

    @Test
    void knowsTheCacheWithItsConfig() {
      String config =
          """
          {"architectures": ["LlamaForCausalLM"], "num_hidden_layers": 32, "hidden_size": 4096,
           "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 128256}
          """;
      WeightsFacts facts =
          Cases.facts("a.safetensors", FILE)
              .withTransformer(
                  TransformerConfig.parse(
                      new ByteArrayInputStream(config.getBytes(StandardCharsets.UTF_8))));

      assertThat(Needs.of(facts, USUAL).kvCache().bytes())
          .isEqualTo(Reading.known(512 * Cases.MIB));
    }
  }

  @Nested
  class OfServices {
    @ParameterizedTest
    @CsvSource({"immich-ml, 817320000", "finbert, 438000000"})
    void areTheSizesOfTheirModels(String service, long bytes) {
      MemoryNeed need =
          Needs.of(ServiceModels.of(service).asOptional().orElseThrow(), Backend.ROCM);

      assertThat(need.weights().bytes()).isEqualTo(Reading.known(bytes));
      assertThat(need.notes()).allMatch(note -> note.length() > 20);
    }

    @Test
    void thatAreNotKnownSaySo() {
      assertThat(ServiceModels.of("ollama"))
          .isEqualTo(
              Reading.unknown(
                  "which models ollama loads is not known; ask for one: hearth fit FILE"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyBackendHasAFigureForTheRuntime(Backend backend) {
    assertThat(Overheads.of(backend, "onnxruntime").knownBytes()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"8, 4096", "23, 4096", "24, 32768", "47, 32768", "48, 262144"})
  void ollamaTakesAContextByVram(long gib, long tokens) {
    assertThat(NeedOptions.contextOfOllama(gib << 30)).isEqualTo(tokens);
  }
}
