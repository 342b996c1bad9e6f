package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodesTest {
  @ParameterizedTest
  @EnumSource(names = {"BAD_INPUT", "UNPROCESSABLE", "TOO_LARGE", "BAD_SETTING"})
  void whatTheUserWroteIsTwo(Problem.Kind kind) {
    assertThat(ExitCodes.of(kind)).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"NOT_FOUND", "OVERLOADED", "TIMED_OUT", "UNAVAILABLE"})
  void whatTheWorldAnsweredIsOne(Problem.Kind kind) {
    assertThat(ExitCodes.of(kind)).isEqualTo(1);
  }

  @Test
  void noProblemEverLooksLikeSuccessOrABug() {
    assertThat(Problem.Kind.values())
        .extracting(ExitCodes::of)
        .doesNotContain(ExitCodes.GOOD, ExitCodes.BUG);
  }
}
