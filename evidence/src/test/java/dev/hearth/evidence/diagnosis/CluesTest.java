package dev.hearth.evidence.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The words without which an expression cannot match. */
class CluesTest {
  @Test
  void areTheLongestPlainRunOfEachAlternative() {
    assertThat(Clues.of("Falling back to \\['CPU'\\] and"))
        .containsExactly("Falling back to ['CPU'] and");
    assertThat(Clues.of("model '.{0,100}' is gone|no model"))
        .containsExactly("' is gone", "no model");
    assertThat(Clues.of("(?:one|two) three")).containsExactly(" three");
    assertThat(Clues.of("colours? here")).containsExactly("colour");
    assertThat(Clues.of("ring [\\w.]{1,30} timeout")).containsExactly(" timeout");
  }

  @Test
  void areNoneWhereAnAlternativeHasNone() {
    assertThat(Clues.of("word|\\d+")).isEmpty();
    assertThat(Clues.of("(?i)word")).isEmpty();
    assertThat(Clues.of("(?:one|two)")).isEmpty();
  }
}
