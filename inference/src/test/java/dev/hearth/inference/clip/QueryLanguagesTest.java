package dev.hearth.inference.clip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QueryLanguagesTest {
  @Test
  void aKnownTagHasItsCode() {
    assertThat(
            List.of(
                QueryLanguages.code("en"),
                QueryLanguages.code("de"),
                QueryLanguages.code("zh-TW"),
                QueryLanguages.code("zh-CN"),
                QueryLanguages.code("sr-Cyrl"),
                QueryLanguages.code("nb-NO"),
                QueryLanguages.code("ja"),
                QueryLanguages.code("mfa")))
        .containsExactly(
            "eng_Latn",
            "deu_Latn",
            "zho_Hant",
            "zho_Hans",
            "srp_Cyrl",
            "nob_Latn",
            "jpn_Hira",
            "zsm_Latn");
  }

  @Test
  void aRegionNobodyKnowsFallsBackToTheLanguage() {
    assertThat(QueryLanguages.code("de-CH")).isEqualTo("deu_Latn");
    assertThat(QueryLanguages.code("pt-BR")).isEqualTo("por_Latn");
  }

  @Test
  void immichsNullRegionIsEnglish() {
    assertThat(QueryLanguages.code("en-null")).isEqualTo("eng_Latn");
    assertThat(QueryLanguages.find("en-null")).contains("eng_Latn");
  }

  @Test
  void anUnknownLanguageIsTakenForEnglish() {
    assertThat(QueryLanguages.find("unknown")).isEmpty();
    assertThat(QueryLanguages.code("unknown")).isEqualTo("eng_Latn");
    assertThat(QueryLanguages.code("")).isEqualTo("eng_Latn");
    assertThat(QueryLanguages.code("-")).isEqualTo("eng_Latn");
  }
}
