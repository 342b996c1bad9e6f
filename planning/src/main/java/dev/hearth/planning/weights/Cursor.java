package dev.hearth.planning.weights;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A place in a model file: reads little-endian numbers, and jumps over weights by opening the file
 * anew behind them.
 */
final class Cursor implements Closeable {
  /** Below this it is cheaper to read on than to open the file again. */
  private static final long JUMP = 1 << 18;

  private static final int BUFFER = 1 << 16;

  private final ModelSource source;
  private final long size;
  private final byte[] number = new byte[8];
  private InputStream stream;
  private long position;

  Cursor(ModelSource source) throws IOException {
    this.source = source;
    this.size = source.sizeBytes();
    this.stream = new BufferedInputStream(source.open(0), BUFFER);
  }

  long position() {
    return position;
  }

  long remaining() {
    return size - position;
  }

  int unsignedByte() throws IOException {
    int value = stream.read();
    if (value < 0) {
      throw new EOFException();
    }
    position++;
    return value;
  }

  long littleEndian(int bytes) throws IOException {
    read(number, bytes);
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | (number[i] & 0xff);
    }
    return value;
  }

  long unsignedInt() throws IOException {
    return littleEndian(4);
  }

  /** A signed whole number of 1, 2, 4 or 8 bytes. */
  long signed(int bytes) throws IOException {
    int unused = 64 - 8 * bytes;
    return littleEndian(bytes) << unused >> unused;
  }

  /** A floating point number of 4 or 8 bytes. */
  double floating(int bytes) throws IOException {
    read(number, bytes);
    ByteBuffer bits = ByteBuffer.wrap(number).order(ByteOrder.LITTLE_ENDIAN);
    return bytes == 4 ? bits.getFloat() : bits.getDouble();
  }

  /** Text of a length that was checked against a limit of the caller's. */
  String text(int length) throws IOException {
    byte[] bytes = new byte[length];
    read(bytes, length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  void skip(long bytes) throws IOException {
    if (bytes < 0 || bytes > remaining()) {
      throw new EOFException();
    }
    if (bytes > JUMP) {
      stream.close();
      stream = new BufferedInputStream(source.open(position + bytes), BUFFER);
    } else {
      stream.skipNBytes(bytes);
    }
    position += bytes;
  }

  private void read(byte[] into, int length) throws IOException {
    if (stream.readNBytes(into, 0, length) < length) {
      throw new EOFException();
    }
    position += length;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
