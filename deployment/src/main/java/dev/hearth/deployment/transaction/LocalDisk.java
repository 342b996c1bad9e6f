package dev.hearth.deployment.transaction;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** This machine's disk. */
final class LocalDisk implements Disk {
  private static final FileAttribute<Set<PosixFilePermission>> OURS_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final Set<StandardOpenOption> ANY =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

  @Override
  public void append(Path file, long end, byte[] line) throws IOException {
    boolean created = !Files.exists(file);
    try (FileChannel channel = FileChannel.open(file, ANY, OURS_ONLY)) {
      channel.truncate(end);
      channel.position(end);
      writeAll(channel, line);
      channel.force(true);
    }
    if (created) {
      force(file);
    }
  }

  @Override
  public void replace(Path file, byte[] content, Attributes attributes) throws IOException {
    Path draft = Disk.draft(file);
    try {
      write(draft, content, attributes);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      Files.deleteIfExists(draft);
      throw failed;
    }
    force(file);
  }

  @Override
  public void rehearse(Path file, Attributes attributes) throws IOException {
    try {
      write(Disk.draft(file), new byte[0], attributes);
    } finally {
      Files.deleteIfExists(Disk.draft(file));
    }
  }

  private static void write(Path draft, byte[] content, Attributes attributes) throws IOException {
    Files.deleteIfExists(draft);
    try (FileChannel channel = FileChannel.open(draft, NEW, OURS_ONLY)) {
      writeAll(channel, content);
      attributes.giveTo(draft);
      channel.force(true);
    }
  }

  private static void writeAll(SeekableByteChannel channel, byte[] content) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(content);
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    if (Files.exists(to, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      // rename replaces without a word
      throw new java.nio.file.FileAlreadyExistsException(to.toString());
    }
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException elsewhere) {
      throw new IOException(from + " and " + to + " are on two file systems", elsewhere);
    }
    force(to);
    force(from);
  }

  @Override
  public void remove(Path path) throws IOException {
    if (Files.deleteIfExists(path)) {
      force(path);
    }
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    Files.createDirectory(folder);
    force(folder);
  }

  /** A name is on the disk only when its folder is. */
  private static void force(Path entry) throws IOException {
    Path folder = entry.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
