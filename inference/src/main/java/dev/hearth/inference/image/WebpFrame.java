package dev.hearth.inference.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The first frame of a WebP file, still or animated. Alpha, profiles and everything else are passed
 * over.
 *
 * @param canvas the size of the picture
 * @param left where the frame begins on the canvas
 * @param top where the frame begins on the canvas
 * @param frame the size of the frame
 * @param start the first byte of the VP8 or VP8L bit stream
 * @param length of the bit stream in bytes
 */
record WebpFrame(Dimensions canvas, int left, int top, Dimensions frame, int start, int length) {
  private static final int RIFF_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FRAME_HEADER = 16;
  private static final int VP8 = tag("VP8 ");
  private static final int VP8L = tag("VP8L");
  private static final int VP8X = tag("VP8X");
  private static final int ANMF = tag("ANMF");

  /**
   * Finds the first frame.
   *
   * @param encoded the file from its first byte on
   * @throws IndexOutOfBoundsException when the file ends before the frame does
   */
  static WebpFrame first(ByteBuffer encoded) {
    ByteBuffer file = encoded.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    Dimensions canvas = new Dimensions(0, 0);
    int left = 0;
    int top = 0;
    int at = RIFF_HEADER;
    while (true) {
      int tag = file.getInt(at);
      int length = file.getInt(at + 4);
      int body = at + CHUNK_HEADER;
      if (tag == VP8 || tag == VP8L) {
        Dimensions frame = tag == VP8 ? lossy(file, body) : lossless(file, body);
        file.slice(body, length);
        return new WebpFrame(canvas.width() == 0 ? frame : canvas, left, top, frame, body, length);
      }
      if (tag == VP8X) {
        canvas = new Dimensions(1 + triple(file, body + 4), 1 + triple(file, body + 7));
      }
      if (tag == ANMF) {
        left = 2 * triple(file, body);
        top = 2 * triple(file, body + 3);
        at = body + FRAME_HEADER;
      } else {
        at = Math.addExact(body, Math.max(0, length) + (length & 1));
      }
    }
  }

  private static Dimensions lossy(ByteBuffer file, int at) {
    return new Dimensions(file.getShort(at + 6) & 0x3fff, file.getShort(at + 8) & 0x3fff);
  }

  private static Dimensions lossless(ByteBuffer file, int at) {
    int bits = file.getInt(at + 1);
    return new Dimensions(1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff));
  }

  private static int triple(ByteBuffer file, int at) {
    return Short.toUnsignedInt(file.getShort(at)) | (Byte.toUnsignedInt(file.get(at + 2)) << 16);
  }

  private static int tag(String name) {
    return name.charAt(0) | (name.charAt(1) << 8) | (name.charAt(2) << 16) | (name.charAt(3) << 24);
  }

  /** Whether the frame is the whole picture. */
  boolean fillsCanvas() {
    return left == 0 && top == 0 && frame.equals(canvas);
  }

  /** Whether the frame lies on the canvas. */
  boolean fitsCanvas() {
    return left + frame.width() <= canvas.width() && top + frame.height() <= canvas.height();
  }
}
