package dev.hearth.machine;

/** Numbers as kernel files write them. */
public final class Numbers {
  private static final int LONGEST_DECIMAL = 20;
  private static final int LONGEST_HEX = 18;

  private Numbers() {}

  /**
   * A whole number of up to 64 bits without sign: decimal, or hexadecimal after {@code 0x}. Values
   * of 2^63 and more come back negative; print them with {@link Long#toUnsignedString(long)}.
   */
  public static Reading<Long> parse(String text, String where) {
    boolean hex = text.startsWith("0x") || text.startsWith("0X");
    String digits = hex ? text.substring(2) : text;
    if (digits.isEmpty() || text.length() > (hex ? LONGEST_HEX : LONGEST_DECIMAL)) {
      return notANumber(text, where);
    }
    try {
      return Reading.known(Long.parseUnsignedLong(digits, hex ? 16 : 10));
    } catch (NumberFormatException _) {
      return notANumber(text, where);
    }
  }

  private static Reading<Long> notANumber(String text, String where) {
    String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    return Reading.unknown(where + " holds \"" + shown + "\", not a number");
  }
}
