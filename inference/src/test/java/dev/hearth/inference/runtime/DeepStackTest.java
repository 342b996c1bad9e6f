package dev.hearth.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DeepStackTest {
  @Test
  void goesDeeperThanAThreadOfTheDefaultSize() {
    assertThat(DeepStack.call("deep", () -> depth(0))).isEqualTo(100_000);
  }

  @Test
  void throwsWhatTheWorkThrows() {
    assertThatThrownBy(() -> DeepStack.call("deep", () -> Integer.parseInt("none")))
        .isInstanceOf(NumberFormatException.class);
  }

  /** Eight arguments a frame: 100,000 of them do not fit into 1 MiB, interpreted or compiled. */
  private static int depth(int reached, long... frame) {
    return reached == 100_000 ? reached : depth(reached + 1, reached, frame.length);
  }
}
