package dev.hearth.inference.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFolderTest {
  @TempDir private Path folder;

  @Nested
  class TheLongestText {
    @Test
    void isWhatBertHasPositionsFor() throws IOException {
      write("config.json", "{\"model_type\":\"bert\",\"max_position_embeddings\":512}");
      assertThat(config().maxTokens()).isEqualTo(512);
    }

    @Test
    void isTwoLessInARobertaWhosePositionsStartAfterThePadding() throws IOException {
      write(
          "config.json",
          "{\"model_type\":\"roberta\",\"max_position_embeddings\":514,\"pad_token_id\":1}");
      assertThat(config().maxTokens()).isEqualTo(512);
      assertThat(config().padding()).isEqualTo(1);
    }

    @Test
    void isNoMoreThanTheTokenizerAllows() throws IOException {
      write("config.json", "{\"max_position_embeddings\":512}");
      write("tokenizer_config.json", "{\"model_max_length\":77}");
      assertThat(config().maxTokens()).isEqualTo(77);
    }

    @Test
    void isNotBoundByATokenizerWithoutALimit() throws IOException {
      write("config.json", "{\"max_position_embeddings\":512}");
      write("tokenizer_config.json", "{\"model_max_length\":1000000000000000019884624838656}");
      assertThat(config().maxTokens()).isEqualTo(512);
    }

    @Test
    void isWhatASentenceTransformerWasTrainedWith() throws IOException {
      write("config.json", "{\"max_position_embeddings\":512}");
      write("sentence_bert_config.json", "{\"max_seq_length\":256}");
      assertThat(config().maxTokens()).isEqualTo(256);
    }
  }

  @Test
  void labelsComeInTheOrderOfTheirNumbers() throws IOException {
    write(
        "config.json",
        """
        {"id2label":{"10":"k","0":"a","1":"b","2":"c","3":"d","4":"e","5":"f","6":"g","7":"h",
         "8":"i","9":"j"}}
        """);
    assertThat(config().labels())
        .containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k");
    assertThat(config().independent()).isFalse();
  }

  @Test
  void oneLabelOrManyAtOnceAreIndependent() throws IOException {
    write("config.json", "{\"id2label\":{\"0\":\"toxic\"}}");
    assertThat(config().independent()).isTrue();
    write(
        "config.json",
        """
        {"id2label":{"0":"a","1":"b"},"problem_type":"multi_label_classification"}
        """);
    assertThat(config().independent()).isTrue();
  }

  @Test
  void poolingIsTheMeanUnlessTheModelSaysOtherwise() throws IOException {
    write("config.json", "{}");
    assertThat(config().pooling()).isEqualTo(Pooling.MEAN);
    write("1_Pooling/config.json", "{\"pooling_mode_cls_token\":true}");
    assertThat(config().pooling()).isEqualTo(Pooling.CLS);
    write("1_Pooling/config.json", "{\"pooling_mode_lasttoken\":true}");
    assertThat(config().pooling()).isEqualTo(Pooling.LAST);
    write("1_Pooling/config.json", "{\"pooling_mode_mean_tokens\":true}");
    assertThat(config().pooling()).isEqualTo(Pooling.MEAN);
  }

  @Test
  void theGraphMayLieInAFolderOfItsOwn() throws IOException {
    assertThat(new TextFolder(folder).model()).isEqualTo(folder.resolve("model.onnx"));
    write("onnx/model.onnx", "");
    assertThat(new TextFolder(folder).model()).isEqualTo(folder.resolve("onnx/model.onnx"));
  }

  @Test
  void aLabelWithoutANameHasItsNumber() {
    TextConfig config = new TextConfig(512, 0, List.of("good"), false, Pooling.MEAN);
    assertThat(config.label(0)).isEqualTo("good");
    assertThat(config.label(1)).isEqualTo("LABEL_1");
  }

  private TextConfig config() {
    return new TextFolder(folder).config();
  }

  private void write(String file, String content) throws IOException {
    Path target = folder.resolve(file);
    Files.createDirectories(target.getParent());
    Files.writeString(target, content);
  }
}
