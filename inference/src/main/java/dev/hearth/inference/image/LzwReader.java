package dev.hearth.inference.image;

import java.nio.ByteBuffer;

/** Unpacks the LZW data of one GIF frame. */
final class LzwReader {
  private static final int MAX_BITS = 12;
  private static final int TABLE = 1 << MAX_BITS;
  private static final int NONE = -1;

  private final ByteBuffer file;
  private final short[] prefix = new short[TABLE];
  private final byte[] last = new byte[TABLE];
  private final byte[] first = new byte[TABLE];
  private final short[] length = new short[TABLE];
  private final int rootBits;
  private final int clear;

  private int at;
  private int blockLeft;
  private int bits;
  private int bitCount;
  private int next;
  private int width;

  /**
   * @param start the byte that tells the number of bits of a colour index
   */
  LzwReader(ByteBuffer file, int start) {
    this.file = file;
    this.rootBits = file.get(start);
    if (rootBits < 1 || rootBits > 8) {
      throw Refusals.broken(EncodedFormat.GIF, "a code size of " + rootBits + " bits");
    }
    this.clear = 1 << rootBits;
    this.at = start + 1;
    for (int i = 0; i < clear; i++) {
      first[i] = (byte) i;
      last[i] = (byte) i;
      length[i] = 1;
    }
  }

  /**
   * Reads so many colour indices.
   *
   * @throws IndexOutOfBoundsException when the data ends before
   */
  byte[] read(int count) {
    byte[] out = new byte[count];
    int written = 0;
    int previous = NONE;
    startOver();
    while (written < count) {
      int code = code();
      if (code == clear) {
        startOver();
        previous = NONE;
      } else if (code == clear + 1) {
        throw new IndexOutOfBoundsException("the end code comes too early");
      } else {
        learn(code, previous);
        written = expand(code, out, written);
        previous = code;
      }
    }
    return out;
  }

  private void startOver() {
    next = clear + 2;
    width = rootBits + 1;
  }

  /** Adds the string that a code completes: the previous one and the first index of this one. */
  private void learn(int code, int previous) {
    boolean unknown = previous == NONE ? code >= clear : code > next;
    if (unknown) {
      throw Refusals.broken(EncodedFormat.GIF, "a code outside its table");
    }
    if (previous == NONE || next == TABLE) {
      return;
    }
    prefix[next] = (short) previous;
    first[next] = first[previous];
    length[next] = (short) (length[previous] + 1);
    last[next] = first[code];
    next++;
    if (next == 1 << width && width < MAX_BITS) {
      width++;
    }
  }

  private int expand(int code, byte[] out, int from) {
    int end = from + length[code];
    int link = code;
    for (int i = end - 1; i >= from; i--) {
      if (i < out.length) {
        out[i] = last[link];
      }
      link = prefix[link];
    }
    return end;
  }

  private int code() {
    while (bitCount < width) {
      if (blockLeft == 0) {
        blockLeft = Byte.toUnsignedInt(file.get(at++));
        if (blockLeft == 0) {
          throw new IndexOutOfBoundsException("no block follows");
        }
      }
      bits |= Byte.toUnsignedInt(file.get(at++)) << bitCount;
      bitCount += 8;
      blockLeft--;
    }
    int code = bits & ((1 << width) - 1);
    bits >>>= width;
    bitCount -= width;
    return code;
  }
}
