package dev.hearth.server.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What separates the parts of a form: CRLF, two dashes and the name. Found by Horspool's search,
 * which looks at one byte in fifty or so of a photo.
 */
final class Boundary {
  private final byte[] pattern;
  private final int[] shift = new int[256];

  Boundary(String name) {
    pattern = ("\r\n--" + name).getBytes(StandardCharsets.ISO_8859_1);
    Arrays.fill(shift, pattern.length);
    for (int i = 0; i < pattern.length - 1; i++) {
      shift[pattern[i] & 0xff] = pattern.length - 1 - i;
    }
  }

  int length() {
    return pattern.length;
  }

  /**
   * The place after the first boundary, which has a line end before it or begins the body; or -1.
   */
  int opening(ByteBuffer body) {
    if (body.limit() >= pattern.length - 2 && matches(body, -2, 2)) {
      return pattern.length - 2;
    }
    int found = find(body, 0);
    return found < 0 ? -1 : found + pattern.length;
  }

  /** The next place of the boundary with the line end before it, or -1. */
  int find(ByteBuffer body, int from) {
    int last = pattern.length - 1;
    byte lastByte = pattern[last];
    int end = body.limit() - pattern.length;
    int at = from;
    while (at <= end) {
      byte probe = body.get(at + last);
      // The first byte is CR, which no boundary holds: it rules out nearly all that end alike.
      if (probe == lastByte && body.get(at) == '\r' && matches(body, at, 1)) {
        return at;
      }
      at += shift[probe & 0xff];
    }
    return -1;
  }

  private boolean matches(ByteBuffer body, int at, int from) {
    for (int i = from; i < pattern.length; i++) {
      if (body.get(at + i) != pattern[i]) {
        return false;
      }
    }
    return true;
  }
}
