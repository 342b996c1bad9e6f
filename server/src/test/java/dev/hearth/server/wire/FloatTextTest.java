package dev.hearth.server.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatTextTest {
  private static String text(float value) {
    FloatText text = new FloatText(0);
    text.append(value);
    return new String(text.bytes(), 0, text.length(), US_ASCII);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "-0.0, -0.0",
    "1, 1.0",
    "690, 690.0",
    "-89, -89.0",
    "0.1, 0.1",
    "0.03575617, 0.03575617",
    "0.00012345, 0.00012345",
    "16777215, 1.6777215E7",
    "9999999, 9999999.0",
    "3.4028235E38, 3.4028235E38",
    "1.4E-45, 1.4E-45",
    "5.9604645E-8, 5.9604645E-8"
  })
  void isWhatPeopleWrite(float value, String expected) {
    assertThat(text(value)).isEqualTo(expected);
  }

  @Test
  void readsBackAsTheSameFloatWithNoMoreDigitsThanNeeded() {
    Random random = new Random(11);
    for (int i = 0; i < 2_000_000; i++) {
      float value =
          switch (i % 4) {
            case 0 -> Float.intBitsToFloat(random.nextInt());
            case 1 -> (float) random.nextGaussian() * 0.05f;
            case 2 -> random.nextInt(2_000_000) / 1000f - 1000f;
            default -> Math.nextUp((float) Math.pow(10, random.nextInt(12) - 5) * (i % 3 - 1));
          };
      if (Float.isFinite(value)) {
        check(value);
      }
    }
  }

  private static void check(float value) {
    String text = text(value);
    if (Float.compare(Float.parseFloat(text), value) != 0) {
      assertThat(text).isEqualTo(Float.toString(value));
    }
    if (digits(text) > digits(Float.toString(value))) {
      assertThat(text).isEqualTo(Float.toString(value));
    }
  }

  private static int digits(String number) {
    return new BigDecimal(number).stripTrailingZeros().precision();
  }

  @Test
  void anArrayStandsInBracketsWithCommas() {
    FloatText text = new FloatText(0);
    text.appendArray(FloatBuffer.wrap(new float[] {1, -0.5f, 1e-20f}));
    assertThat(new String(text.bytes(), 0, text.length(), US_ASCII))
        .isEqualTo("[1.0,-0.5,1.0E-20]");
  }
}
