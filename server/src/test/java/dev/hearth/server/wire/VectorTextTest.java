package dev.hearth.server.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VectorTextTest {
  private static String text(float... values) {
    return new String(new VectorText(0).append(FloatBuffer.wrap(values)).bytes(), US_ASCII);
  }

  @Test
  void anArrayStandsInBracketsWithCommas() {
    assertThat(text(1, -0.5f, 0.03575617f, 1e-20f)).isEqualTo("[1.0,-0.5,0.03575617,1.0E-20]");
    assertThat(text()).isEqualTo("[]");
  }

  @Test
  void everyNumberReadsBackAsTheSameFloat() {
    Random random = new Random(11);
    for (int i = 0; i < 200_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(value)) {
        String number = text(value).replaceAll("[\\[\\]]", "");
        assertThat(Float.floatToIntBits(Float.parseFloat(number)))
            .isEqualTo(Float.floatToIntBits(value));
      }
    }
  }

  @Test
  void whatIsNotFiniteIsRefused() {
    assertThatThrownBy(() -> text(1, Float.NaN)).isInstanceOf(BrokenAnswer.class);
    assertThatThrownBy(() -> text(Float.NEGATIVE_INFINITY)).isInstanceOf(BrokenAnswer.class);
  }
}
