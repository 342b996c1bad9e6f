package dev.hearth.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
  private static Version version(String text) {
    return Version.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "6.12.48-amd64, 6.12.48",
    "v3.1.0, 3.1.0",
    "550.163.01, 550.163.1",
    "8.9, 8.9",
    "0.33.0-rc2, 0.33.0"
  })
  void isReadFromTheStartOfAText(String text, String version) {
    assertThat(version(text)).hasToString(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v", "gfx1103", ".5", "99999999999"})
  void isNotReadFromWhatIsNone(String text) {
    assertThat(Version.parse(text)).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({"0.9.8, 0.9.10", "545, 550.1", "2.5, 2.5.2", "0.12.11, 0.13.0", "9.9, 12.0"})
  void isOrderedByNumbersAndNotByLetters(String older, String newer) {
    assertThat(version(older).olderThan(version(newer))).isTrue();
    assertThat(version(newer).atLeast(version(older))).isTrue();
  }

  @Test
  void isTheSameWithZerosAtItsEnd() {
    assertThat(version("11.0")).isEqualByComparingTo(version("11.0.0"));
  }

  @Test
  void ofARangeIncludesItsBeginningAndNotItsEnd() {
    VersionRange range =
        new VersionRange(Optional.of(version("0.12.4")), Optional.of(version("0.18.0")));

    assertThat(range.contains(version("0.12.4"))).isTrue();
    assertThat(range.contains(version("0.17.7"))).isTrue();
    assertThat(range.contains(version("0.18.0"))).isFalse();
    assertThat(range.contains(version("0.12.3"))).isFalse();
  }

  @Test
  void isReadFromAnyTextWithoutFailing() {
    Random random = new Random(20261121);
    for (int round = 0; round < 10_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(24); length > 0; length--) {
        text.append("0123456789.v-x".charAt(random.nextInt(14)));
      }
      Version.parse(text.toString())
          .ifPresent(each -> assertThat(each.numbers()).isNotEmpty().allMatch(part -> part >= 0));
    }
  }
}
