package dev.hearth.deployment.transaction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** SHA-256 in hexadecimal. */
final class Checksum {
  private Checksum() {}

  static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  static String of(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /**
   * Of a folder's names, sizes and times. To read libraries of several gigabytes for every look at
   * a list would take minutes.
   */
  static String ofFolder(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return of(
          all.sorted()
              .map(path -> folder.relativize(path) + " " + brief(path))
              .collect(Collectors.joining("\n")));
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause();
    }
  }

  private static String brief(Path path) {
    try {
      BasicFileAttributes read =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (read.isSymbolicLink()) {
        return "-> " + Files.readSymbolicLink(path);
      }
      return read.isDirectory() ? "folder" : read.size() + " " + read.lastModifiedTime().toMillis();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
