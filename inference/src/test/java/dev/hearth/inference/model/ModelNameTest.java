package dev.hearth.inference.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelNameTest {
  @ParameterizedTest
  @CsvSource({
    "ViT-B-32__openai, ViT-B-32__openai",
    "ViT-B-32::openai, ViT-B-32__openai",
    "immich-app/ViT-B-32::openai, ViT-B-32__openai",
    "a/b/c, c",
    "scrfd2.5g, scrfd25g",
    "x\\y, x_y",
    "../../etc/passwd, passwd",
    "'..', ''",
    "'a/', ''",
  })
  void isCleanedAsImmichDoes(String requested, String value) {
    assertThat(ModelName.of(requested).value()).isEqualTo(value);
  }

  @Test
  void ofAnyTextHasNoCharacterThatLeadsElsewhereAndIsCleanAlready() {
    Random random = new Random(11);
    String alphabet = "aZ0/\\.:_- \u0000é😀";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      ModelName name = ModelName.of(text.toString());

      assertThat(name.value()).doesNotContain("/", "\\", ".", ":");
      assertThat(ModelName.of(name.value())).isEqualTo(name);
      assertThat(name.requested()).isEqualTo(text.toString());
    }
  }
}
