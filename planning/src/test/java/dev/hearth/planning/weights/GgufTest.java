package dev.hearth.planning.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import dev.hearth.planning.weights.WeightsReading.Known;
import dev.hearth.planning.weights.WeightsReading.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GgufTest {
  private static WeightsFacts facts(byte[] file) {
    assertThat(read(file)).isInstanceOf(Known.class);
    return ((Known) read(file)).facts();
  }

  private static WeightsReading read(byte[] file) {
    return Weights.read(ModelSource.of("model.gguf", file));
  }

  private static Transformer shape(GgufFile file) {
    return facts(file.whole()).transformer().asOptional().orElseThrow();
  }

  private static Attention attention(GgufFile file) {
    return shape(file).attention().asOptional().orElseThrow();
  }

  @Nested
  class Tensors {
    @Test
    void areSummedInTheBlocksTheyAreStoredIn() {
      WeightsFacts facts = facts(GgufFile.llama().whole());

      // 3200 numbers of Q4_0 are 100 blocks of 18 bytes; 1024 of Q4_K are 4 blocks of 144.
      Map<String, Long> expected = Map.of("Q4_0", 1800L, "Q4_K", 1152L, "F32", 256L, "Q8_0", 3400L);
      assertThat(facts.bytesByType()).isEqualTo(new TreeMap<>(expected));
      assertThat(facts.bytes()).isEqualTo(6608);
      assertThat(facts.parameters()).isEqualTo(8512);
      assertThat(facts.notes()).isEmpty();
    }

    @Test
    void areAddedUpByLayer() {
      LayerWeights layers = facts(GgufFile.llama().whole()).layers();

      assertThat(layers)
          .isEqualTo(new LayerWeights(1800, 0, List.of(576L, 704L), 128 + 3400, 0, false));
      assertThat(layers.atInput()).isEqualTo(1800);
      assertThat(layers.bytes()).isEqualTo(6608);
    }

    @Test
    void countTheTokenTableAsTheOutputWhenThereIsNoOther() {
      GgufFile tied =
          new GgufFile(3)
              .text("general.architecture", "llama")
              .tensor("token_embd.weight", 1, 10, 10)
              .tensor("blk.0.attn_q.weight", 1, 10);

      LayerWeights layers = facts(tied.whole()).layers();

      assertThat(layers.atInput()).isZero();
      assertThat(layers.atOutput()).isEqualTo(200);
    }

    @Test
    void ofExpertsAreToldApart() {
      GgufFile mixture =
          new GgufFile(3)
              .tensor("blk.0.ffn_up_exps.weight", 1, 8, 8, 4)
              .tensor("blk.0.attn_q.weight", 1, 8, 8);

      assertThat(facts(mixture.whole()).layers().experts()).isEqualTo(512);
    }

    @Test
    void ofAnUnknownTypeLeaveTheFilesOwnSizeAndSaySo() {
      byte[] file = new GgufFile(3).tensor("a", 137, 1000).tensor("b", 1, 10).whole();

      assertThat(facts(file).bytes()).isEqualTo(1020);
      assertThat(facts(file).notes().getFirst()).startsWith("1 tensors are stored in a type");
      assertThat(facts(file).layers()).isEqualTo(LayerWeights.NONE);
    }

    @Test
    void beyondTheEndOfTheFileAreAnUnfinishedDownload() {
      byte[] file = GgufFile.llama().whole();

      byte[] cut = Arrays.copyOf(file, file.length - 100);

      assertThat(facts(cut).notes())
          .containsExactly(
              "the file ends 100 bytes before its last tensor does: an unfinished download?");
    }

    @ParameterizedTest(name = "type {0} has {1} bytes for 256 numbers")
    @CsvSource({
      "0, 1024",
      "1, 512",
      "2, 144",
      "3, 160",
      "6, 176",
      "7, 192",
      "8, 272",
      "10, 84",
      "11, 110",
      "12, 144",
      "13, 176",
      "14, 210",
      "15, 292",
      "16, 66",
      "17, 74",
      "18, 98",
      "19, 50",
      "20, 144",
      "21, 110",
      "22, 82",
      "23, 136",
      "24, 256",
      "25, 512",
      "26, 1024",
      "27, 2048",
      "28, 2048",
      "29, 56",
      "30, 512",
      "34, 54",
      "35, 66",
      "39, 136",
      "40, 144",
      "41, 36",
      "42, 72"
    })
    void haveTheSizeOfTheirType(int type, long bytes) {
      assertThat(facts(new GgufFile(3).tensor("a", type, 256).whole()).bytes()).isEqualTo(bytes);
    }
  }

  @Nested
  class Shape {
    @Test
    void isReadFromTheKeysOfTheArchitecture() {
      assertThat(shape(GgufFile.llama()))
          .isEqualTo(
              new Transformer(
                  "llama",
                  2,
                  Reading.known(new Attention(List.of(2L, 2L), 8, 8, false, 0, List.of())),
                  Reading.known(4096L),
                  Reading.known(32L),
                  Reading.known(4L),
                  Reading.known(100L),
                  Reading.unknown("the file tells of no experts")));
    }

    @Test
    void takesOneNumberOfHeadsForEachLayer() {
      GgufFile uneven = llamaWithout().numbers("llama.attention.head_count_kv", 4, 0);

      assertThat(attention(uneven).kvHeads()).containsExactly(4L, 0L);
      assertThat(attention(uneven).numbersPerToken(1)).isZero();
    }

    @Test
    void takesAsManyKeyValueHeadsAsHeadsWhereNoneAreTold() {
      assertThat(attention(llamaWithout()).kvHeads()).containsExactly(4L, 4L);
    }

    @Test
    void takesTheLengthOfHeadsAsTold() {
      GgufFile told =
          llamaWithout()
              .number("llama.attention.key_length", 128)
              .number("llama.attention.value_length", 64);

      assertThat(attention(told).numbersPerToken(0)).isEqualTo(4 * 192);
    }

    @Test
    void keepsNoValuesForLatentAttention() {
      GgufFile latent =
          llamaWithout()
              .number("llama.attention.kv_lora_rank", 512)
              .number("llama.attention.key_length", 576)
              .number("llama.attention.value_length", 512)
              .number("llama.attention.key_length_mla", 192)
              .numbers("llama.attention.head_count_kv", 1, 1);

      assertThat(attention(latent).numbersPerToken(0)).isEqualTo(576);
    }

    @Test
    void knowsWhichLayersHaveAWindow() {
      GgufFile windowed =
          llamaWithout()
              .number("llama.attention.sliding_window", 1024)
              .flags("llama.attention.sliding_window_pattern", 1, 0);

      assertThat(attention(windowed).isWindowed(0)).isTrue();
      assertThat(attention(windowed).isWindowed(1)).isFalse();
    }

    @Test
    void hasExperts() {
      GgufFile mixture =
          llamaWithout().number("llama.expert_count", 8).number("llama.expert_used_count", 2);

      assertThat(shape(mixture).experts()).isEqualTo(Reading.known(new Transformer.Experts(8, 2)));
    }

    @Test
    void isUnknownWithoutArchitecture() {
      assertThat(facts(new GgufFile(3).tensor("a", 0, 10).whole()).transformer())
          .isEqualTo(Reading.unknown("the file has no general.architecture"));
    }

    @Test
    void hasNoAttentionWhenItsNumbersCannotBe() {
      GgufFile absurd = llamaWithout().numbers("llama.attention.head_count_kv", 1L << 31, 1);

      assertThat(shape(absurd).attention()).isInstanceOf(Reading.Unknown.class);
    }

    private static GgufFile llamaWithout() {
      return new GgufFile(2)
          .text("general.architecture", "llama")
          .number("llama.block_count", 2)
          .number("llama.embedding_length", 32)
          .number("llama.attention.head_count", 4)
          .tensor("a", 0, 10);
    }
  }

  @Nested
  class Keys {
    @Test
    void ofEveryTypeAreReadOver() {
      GgufFile file = new GgufFile(3);
      int[] sizes = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};
      for (int type = 0; type < sizes.length; type++) {
        if (sizes[type] > 0) {
          file.value("other." + type, type, new byte[sizes[type]]);
          file.value(
              "list." + type,
              9,
              new Bytes().u32(type).u64(3).raw(new byte[3 * sizes[type]]).toArray());
        }
      }
      file.value("nested", 9, new Bytes().u32(9).u64(1).u32(8).u64(1).text("deep").toArray());

      assertThat(facts(file.tensor("a", 0, 10).whole()).bytes()).isEqualTo(40);
    }

    @Test
    void ofASplitModelTellHowManyFilesThereAre() {
      byte[] part = new GgufFile(3).number("split.count", 5).tensor("a", 0, 10).whole();

      assertThat(facts(part).parts()).isEqualTo(new WeightsFacts.Parts(1, 5));
    }
  }

  @Nested
  class Hostile {
    @Test
    void countsAreRefusedBeforeAnythingIsReadForThem() {
      Bytes file = new Bytes().raw("GGUF".getBytes(StandardCharsets.US_ASCII));
      byte[] head = file.u32(3).u64(-1).u64(1).raw(new byte[64]).toArray();

      assertThat(read(head))
          .isEqualTo(
              new Unreadable("model.gguf: it claims 18446744073709551615 entries in its head"));
    }

    @Test
    void listsLongerThanTheFileAreRefused() {
      byte[] file = new GgufFile(3).hostileList("x", 8, Long.MAX_VALUE).whole();

      assertThat(read(file))
          .isEqualTo(new Unreadable("model.gguf: a list is said to be longer than the file"));
    }

    @Test
    void dimensionsThatOverflowAreRefused() {
      byte[] file = new GgufFile(3).tensor("a", 0, 1L << 40, 1L << 40).head();

      assertThat(read(file))
          .isEqualTo(new Unreadable("model.gguf: a tensor is said to be larger than any model"));
    }

    @ParameterizedTest
    @CsvSource({
      "1, 'it is GGUF version 1; versions 2 and 3 are known'",
      "50331648, 'it is written big-endian'"
    })
    void versionsThatAreNotKnownAreNamed(int version, String reason) {
      assertThat(read(new GgufFile(version).tensor("a", 0, 10).whole()))
          .isEqualTo(new Unreadable("model.gguf: " + reason));
    }
  }
}
