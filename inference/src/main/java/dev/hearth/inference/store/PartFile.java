package dev.hearth.inference.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file on its way into the store: it grows as {@code <file>.part}, is checked, flushed to the
 * disk and renamed, so that its real name never shows half a file. A part left by an earlier run is
 * read once for its checksum and continued.
 */
final class PartFile implements AutoCloseable {
  private final Path target;
  private final Path part;
  private final FileChannel channel;
  private final Expected expected;
  private Sums sums;
  private long length;

  private PartFile(Path target, Path part, FileChannel channel, Expected expected) {
    this.target = target;
    this.part = part;
    this.channel = channel;
    this.expected = expected;
    this.sums = Sums.expecting(expected);
  }

  static PartFile open(Path folder, Path target, Expected expected) {
    Path part = target.resolveSibling(target.getFileName() + Layout.PART);
    try {
      Files.createDirectories(Paths.parent(target));
      if (!Paths.parent(target).toRealPath().startsWith(folder.toRealPath())) {
        throw new IOException("a symbolic link leads out of " + folder);
      }
      FileChannel channel =
          FileChannel.open(
              part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      PartFile file = new PartFile(target, part, channel, expected);
      file.readOn();
      return file;
    } catch (IOException trouble) {
      throw Trouble.writing(target, trouble);
    }
  }

  /** Bytes that are here. */
  long length() {
    return length;
  }

  /** Whether all bytes are here; never known before the end when the size is not. */
  boolean full() {
    return expected.size().isPresent() && length == expected.size().getAsLong();
  }

  Expected expected() {
    return expected;
  }

  void append(byte[] bytes, int count) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException trouble) {
      throw Trouble.writing(part, trouble);
    }
    sums.add(bytes, count);
    length += count;
  }

  /** Throws all bytes away. */
  void startOver() {
    try {
      channel.truncate(0);
      channel.position(0);
    } catch (IOException trouble) {
      throw Trouble.writing(part, trouble);
    }
    length = 0;
    sums = Sums.expecting(expected);
  }

  /** The checksums; the bytes must be complete. */
  Sums.Taken take() {
    return sums.take();
  }

  /** Flushes the bytes and gives the file its real name. */
  void place() {
    try {
      channel.force(true);
      channel.close();
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      flush(Paths.parent(target));
    } catch (IOException trouble) {
      throw Trouble.writing(target, trouble);
    }
  }

  /** Writes a small file of ours in one atomic step. */
  static void write(Path target, byte[] content) {
    Path part = target.resolveSibling(target.getFileName() + Layout.PART);
    try {
      Files.createDirectories(Paths.parent(target));
      Files.write(part, content);
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      flush(Paths.parent(target));
    } catch (IOException trouble) {
      throw Trouble.writing(target, trouble);
    }
  }

  private void readOn() throws IOException {
    long size = channel.size();
    if (expected.size().isPresent() && size > expected.size().getAsLong()) {
      startOver();
      return;
    }
    byte[] chunk = new byte[Sums.CHUNK];
    ByteBuffer buffer = ByteBuffer.wrap(chunk);
    for (int n = channel.read(buffer.clear()); n >= 0; n = channel.read(buffer.clear())) {
      sums.add(chunk, n);
      length += n;
    }
  }

  private static void flush(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Leaves the part where it is, for the next run. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException trouble) {
      throw new UncheckedIOException(trouble);
    }
  }
}
