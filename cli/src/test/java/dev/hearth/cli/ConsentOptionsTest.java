package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.machine.ProblemException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentOptionsTest {
  @ParameterizedTest
  @CsvSource({"90s, 90", "5m, 300", "5min, 300", "1H, 3600"})
  void readDeadlinesAsPeopleWriteThem(String text, long seconds) {
    assertThat(ConsentOptions.duration(text)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"90", "0s", "-5m", "soon", "", "99999999h"})
  void refuseWhatIsNoDeadline(String text) {
    assertThatThrownBy(() -> ConsentOptions.duration(text))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("--deadline");
  }
}
