package dev.hearth.machine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** The bytes of an ELF file, read where they are wanted: a library may have hundreds of MB. */
@FunctionalInterface
public interface ElfContent {
  /**
   * Bytes from a place in the file; fewer than asked for, or none, where the file ends before.
   *
   * @param offset not negative
   * @param count of bytes that are wanted
   */
  byte[] at(long offset, int count) throws IOException;

  /** A file that is open. */
  static ElfContent of(SeekableByteChannel channel) {
    return (offset, wanted) -> {
      long there = Math.min(wanted, Math.max(0, channel.size() - offset));
      ByteBuffer buffer = ByteBuffer.allocate((int) there);
      channel.position(offset);
      int count = 0;
      while (buffer.hasRemaining() && count >= 0) {
        count = channel.read(buffer);
      }
      byte[] bytes = new byte[buffer.position()];
      buffer.flip().get(bytes);
      return bytes;
    };
  }

  /** A file in memory. */
  static ElfContent of(byte[] file) {
    return (offset, count) -> {
      if (offset >= file.length) {
        return new byte[0];
      }
      int from = (int) offset;
      byte[] bytes = new byte[Math.min(count, file.length - from)];
      System.arraycopy(file, from, bytes, 0, bytes.length);
      return bytes;
    };
  }
}
