package dev.hearth.inference.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongConsumer;

/** The checksums of a file, taken while its bytes pass by. */
public final class Sums {
  static final int CHUNK = 1 << 16;

  private final MessageDigest sha256 = digest("SHA-256");
  private final Optional<MessageDigest> gitBlob;

  private Sums(Optional<MessageDigest> gitBlob) {
    this.gitBlob = gitBlob;
  }

  static Sums expecting(Expected expected) {
    boolean wanted = expected.gitBlob().isPresent() && expected.size().isPresent();
    if (!wanted) {
      return new Sums(Optional.empty());
    }
    MessageDigest sha1 = digest("SHA-1");
    String header = "blob " + expected.size().getAsLong() + "\0";
    sha1.update(header.getBytes(StandardCharsets.US_ASCII));
    return new Sums(Optional.of(sha1));
  }

  void add(byte[] bytes, int count) {
    sha256.update(bytes, 0, count);
    gitBlob.ifPresent(sha1 -> sha1.update(bytes, 0, count));
  }

  /** Both sums, once; no more bytes may follow. */
  Taken take() {
    HexFormat hex = HexFormat.of();
    return new Taken(
        hex.formatHex(sha256.digest()), gitBlob.map(sha1 -> hex.formatHex(sha1.digest())));
  }

  /**
   * The sums of a whole file.
   *
   * @param gitBlob absent unless expected
   */
  record Taken(String sha256, Optional<String> gitBlob) {
    boolean meets(Expected expected) {
      boolean large = expected.sha256().isEmpty() || expected.sha256().get().equals(sha256);
      boolean small = gitBlob.isEmpty() || gitBlob.equals(expected.gitBlob());
      return large && small;
    }
  }

  /** Reads a file through once; never more than a chunk of it is in memory. */
  public static String sha256(Path file, LongConsumer bytesRead) throws IOException {
    Sums sums = expecting(Expected.NOTHING);
    byte[] chunk = new byte[CHUNK];
    try (InputStream stream = Files.newInputStream(file)) {
      for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
        sums.add(chunk, n);
        bytesRead.accept(n);
      }
    }
    return sums.take().sha256();
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has " + algorithm, missing);
    }
  }
}
