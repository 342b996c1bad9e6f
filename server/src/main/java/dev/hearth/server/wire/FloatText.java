package dev.hearth.server.wire;

import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Floats as text with the fewest digits that read back as the same float, written into bytes
 * without an object for each number: an embedding has hundreds, and every request carries some.
 */
public final class FloatText {
  /** Sign, leading zeros and nine digits fit easily; so does what {@code Float.toString} gives. */
  private static final int LONGEST = 24;

  private static final double[] POWERS = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14
  };

  private byte[] bytes;
  private int length;

  public FloatText(int numbers) {
    bytes = new byte[numbers * 13 + LONGEST];
  }

  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public void clear() {
    length = 0;
  }

  /** Appends {@code [1.0,2.0]}. */
  public void appendArray(FloatBuffer values) {
    append('[');
    for (int i = 0; i < values.limit(); i++) {
      if (i > 0) {
        append(',');
      }
      append(values.get(i));
    }
    append(']');
  }

  public void append(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
  }

  /**
   * Appends one number.
   *
   * @throws BrokenAnswer when it is not finite
   */
  public void append(float value) {
    room(LONGEST);
    float size = Math.abs(value);
    // Powers of two have a lopsided neighbourhood, where the nearest decimal need not be shortest.
    boolean powerOfTwo = (Float.floatToRawIntBits(value) & 0x7fffff) == 0;
    if (size > 1.0001e-5f && size < 1e7f && !powerOfTwo) {
      if (value < 0) {
        bytes[length++] = '-';
      }
      appendPositive(size);
    } else if (Float.isFinite(value)) {
      appendAscii(Float.toString(value));
    } else {
      throw BrokenAnswer.notFinite();
    }
  }

  /** Between 1e-5 and 1e7: nine digits always suffice; drops digits while it reads back equal. */
  private void appendPositive(float value) {
    int magnitude = magnitude(value);
    int places = 8 - magnitude;
    long digits = Math.round(value * POWERS[places]);
    while (places > 1) {
      long shorter = Math.round(value * POWERS[places - 1]);
      double candidate = shorter / POWERS[places - 1];
      if ((float) candidate != value || betweenTwoFloats(candidate)) {
        break;
      }
      digits = shorter;
      places--;
    }
    appendDecimal(digits, places);
  }

  /** The power of ten of the first digit. */
  private static int magnitude(float value) {
    int magnitude = 6;
    while (magnitude > -5
        && value < (magnitude >= 0 ? POWERS[magnitude] : 1 / POWERS[-magnitude])) {
      magnitude--;
    }
    return magnitude;
  }

  /** Exactly halfway, where rounding twice could end at the wrong neighbour. */
  private static boolean betweenTwoFloats(double value) {
    return (Double.doubleToRawLongBits(value) & 0x1fffffffL) == 0x10000000L;
  }

  private void appendDecimal(long digits, int places) {
    int end = length + Math.max(places + 2, digitsOf(digits) + 1);
    int point = end - 1 - places;
    long rest = digits;
    for (int at = end - 1; at >= length; at--) {
      if (at == point) {
        bytes[at] = '.';
      } else {
        bytes[at] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
    }
    length = end;
  }

  private static int digitsOf(long value) {
    int digits = 1;
    while (digits < POWERS.length && value >= (long) POWERS[digits]) {
      digits++;
    }
    return digits;
  }

  private void appendAscii(String text) {
    byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(ascii, 0, bytes, length, ascii.length);
    length += ascii.length;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2 + more);
    }
  }
}
