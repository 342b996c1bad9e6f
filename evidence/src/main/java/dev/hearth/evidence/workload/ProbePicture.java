package dev.hearth.evidence.workload;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A picture drawn here, so that none has to be carried or found: a landscape with a simple face,
 * the same for each number, another for the next. As PNG, which every service reads.
 */
final class ProbePicture {
  static final int WIDTH = 640;
  static final int HEIGHT = 480;
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int PIXEL = 3;
  private static final int HORIZON = 300;

  private ProbePicture() {}

  static byte[] png(int number) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(13);
    header.putInt(WIDTH).putInt(HEIGHT).put(new byte[] {8, 2, 0, 0, 0});
    chunk(file, "IHDR", header.array());
    chunk(file, "IDAT", deflated(rows(number)));
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  /** Each row begins with its filter: none. */
  private static byte[] rows(int number) {
    byte[] rows = new byte[HEIGHT * (1 + WIDTH * PIXEL)];
    int at = 0;
    for (int y = 0; y < HEIGHT; y++) {
      at++;
      for (int x = 0; x < WIDTH; x++) {
        int colour = colour(x, y, number);
        rows[at++] = (byte) (colour >> 16);
        rows[at++] = (byte) (colour >> 8);
        rows[at++] = (byte) colour;
      }
    }
    return rows;
  }

  private static int colour(int x, int y, int number) {
    int grain = ((((x * 31) + (y * 17) + (number * 101)) * 2_654_435) >>> 7) & 7;
    if (within(x, y, 320, 220, 90, 120)) {
      return face(x, y) + grain;
    }
    if (within(x, y, 520 - number % 97, 90, 45, 45)) {
      return 0xfff0a0;
    }
    return y < HORIZON
        ? 0x4070c0 + ((y / 4) << 16) + ((y / 5) << 8) + grain
        : 0x205010 + (((y - HORIZON) / 3) << 8) + (grain << 8) + grain;
  }

  private static int face(int x, int y) {
    boolean eye = within(x, y, 285, 195, 12, 7) || within(x, y, 355, 195, 12, 7);
    boolean mouth = within(x, y, 320, 275, 34, 9);
    boolean nose = within(x, y, 320, 235, 9, 22);
    return eye ? 0x201810 : mouth ? 0x903838 : nose ? 0xc08868 : 0xe0a888;
  }

  private static boolean within(int x, int y, int centreX, int centreY, int width, int height) {
    double across = (double) (x - centreX) / width;
    double down = (double) (y - centreY) / height;
    return across * across + down * down <= 1;
  }

  private static byte[] deflated(byte[] rows) {
    try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
      deflater.setInput(rows);
      deflater.finish();
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      byte[] block = new byte[1 << 14];
      while (!deflater.finished()) {
        packed.write(block, 0, deflater.deflate(block));
      }
      return packed.toByteArray();
    }
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 check = new CRC32();
    check.update(name);
    check.update(content);
    file.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    file.writeBytes(name);
    file.writeBytes(content);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) check.getValue()).array());
  }
}
