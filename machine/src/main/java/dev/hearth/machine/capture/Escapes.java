package dev.hearth.machine.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Any bytes as lines of readable text, and back. */
final class Escapes {
  private static final HexFormat HEX = HexFormat.of();

  private Escapes() {}

  /** A path or an argument as one word. */
  static String word(String raw) {
    return text(raw.getBytes(StandardCharsets.UTF_8), true);
  }

  /** One line's bytes, without its end. */
  static String line(byte[] raw) {
    return text(raw, false);
  }

  private static String text(byte[] raw, boolean word) {
    StringBuilder out = new StringBuilder(raw.length + 16);
    if (isUtf8(raw)) {
      String text = new String(raw, StandardCharsets.UTF_8);
      text.codePoints()
          .forEach(point -> {
            if (point < 0x80) {
              ascii(out, (byte) point, word);
            } else if (Character.isISOControl(point) || isLineBreak(point)) {
              for (byte each : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                hex(out, each);
              }
            } else {
              out.appendCodePoint(point);
            }
          });
    } else {
      for (byte each : raw) {
        ascii(out, each, word);
      }
    }
    return out.toString();
  }

  private static void ascii(StringBuilder out, byte value, boolean word) {
    if (value == '\\') {
      out.append("\\\\");
    } else if (value == 0) {
      out.append("\\0");
    } else if ((value < ' ' && value != '\t') || value == 0x7f || (word && value <= ' ')) {
      hex(out, value);
    } else {
      out.append((char) value);
    }
  }

  private static void hex(StringBuilder out, byte value) {
    out.append("\\x").append(HEX.toHexDigits(value));
  }

  private static boolean isLineBreak(int point) {
    return point == 0x85 || point == 0x2028 || point == 0x2029;
  }

  private static boolean isUtf8(byte[] raw) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(raw));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  /** The bytes that a text stands for; a backslash that begins no escape stands for itself. */
  static byte[] bytes(String text) {
    if (text.indexOf('\\') < 0) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    int at = 0;
    while (at < text.length()) {
      int next = text.indexOf('\\', at);
      int end = next < 0 ? text.length() : next;
      out.writeBytes(text.substring(at, end).getBytes(StandardCharsets.UTF_8));
      at = next < 0 ? end : end + escape(text, end, out);
    }
    return out.toByteArray();
  }

  /** Writes what the escape at a place stands for. Gives its length. */
  private static int escape(String text, int at, ByteArrayOutputStream out) {
    char kind = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    if (kind == '\\') {
      out.write('\\');
      return 2;
    }
    if (kind == '0') {
      out.write(0);
      return 2;
    }
    if (kind == 'x'
        && at + 3 < text.length()
        && HexFormat.isHexDigit(text.charAt(at + 2))
        && HexFormat.isHexDigit(text.charAt(at + 3))) {
      out.write(HexFormat.fromHexDigits(text, at + 2, at + 4));
      return 4;
    }
    out.write('\\');
    return 1;
  }

  static String unword(String word) {
    return new String(bytes(word), StandardCharsets.UTF_8);
  }
}
