package dev.hearth.inference.clip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryCleaningTest {
  @Test
  void runsOfWhiteSpaceBecomeOneSpace() {
    assertThat(QueryCleaning.collapse("test   search query")).isEqualTo("test search query");
    assertThat(QueryCleaning.collapse("\t a\r\n\u00a0b\u3000 \u2029c\u001fd "))
        .isEqualTo("a b c d");
    assertThat(QueryCleaning.collapse(" \n ")).isEmpty();
  }

  @Test
  void whatPythonDoesNotSplitAtStays() {
    assertThat(QueryCleaning.collapse("a\u200bb\u0000c\ufeffd"))
        .isEqualTo("a\u200bb\u0000c\ufeffd");
  }

  @Test
  void canonicalIsLowerCaseWithoutAsciiPunctuation() {
    assertThat(QueryCleaning.canonicalize("Test Search Query!")).isEqualTo("test search query");
    assertThat(QueryCleaning.canonicalize("IMG_0001.JPG")).isEqualTo("img0001jpg");
    assertThat(QueryCleaning.canonicalize("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")).isEmpty();
    assertThat(QueryCleaning.canonicalize("«Ça va…»")).isEqualTo("«ça va…»");
  }
}
