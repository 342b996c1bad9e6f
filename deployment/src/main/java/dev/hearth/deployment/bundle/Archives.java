package dev.hearth.deployment.bundle;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Tar archives, plain or compressed; whatever their bytes are, only {@link IOException} comes. */
final class Archives {
  private static final int BUFFER = 1 << 16;
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
  private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z'};

  private Archives() {}

  /** What is done with an entry of an archive. */
  @FunctionalInterface
  interface Visitor {
    /**
     * Looks at an entry.
     *
     * @return whether to go on
     */
    boolean visit(TarArchiveEntry entry, InputStream content) throws IOException;
  }

  /** Whether a stream is compressed; it must be able to go back to a mark. */
  static boolean isCompressed(InputStream in) throws IOException {
    return begins(in, GZIP) || begins(in, ZSTD) || begins(in, XZ);
  }

  /** The stream unpacked, told by its first bytes. */
  static InputStream unpacked(InputStream raw) throws IOException {
    InputStream in = new BufferedInputStream(raw, BUFFER);
    if (begins(in, GZIP)) {
      return new GZIPInputStream(in, BUFFER);
    }
    if (begins(in, ZSTD)) {
      return zstd(in);
    }
    if (begins(in, XZ)) {
      throw new IOException("it is compressed with xz; unpack it with `unxz` first");
    }
    return in;
  }

  private static InputStream zstd(InputStream in) throws IOException {
    try {
      return new Guarded(new ZstdInputStream(in));
    } catch (LinkageError elsewhere) {
      throw new IOException(
          "it is compressed with zstd, whose library is not for this machine; unpack it with"
              + " `zstd -d` first",
          elsewhere);
    }
  }

  /** Goes through a tar archive. */
  static void each(InputStream tar, Visitor visitor) throws IOException {
    // Not closed here: who opened the stream closes it.
    TarArchiveInputStream entries = new TarArchiveInputStream(new Guarded(tar));
    for (TarArchiveEntry entry = next(entries); entry != null; entry = next(entries)) {
      if (!visitor.visit(entry, entries)) {
        return;
      }
    }
  }

  private static TarArchiveEntry next(TarArchiveInputStream entries) throws IOException {
    try {
      return entries.getNextEntry();
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException damaged) {
      throw new IOException("the archive is damaged: " + damaged.getMessage(), damaged);
    }
  }

  private static boolean begins(InputStream in, byte[] magic) throws IOException {
    in.mark(magic.length);
    byte[] first = in.readNBytes(magic.length);
    in.reset();
    return Arrays.equals(first, magic);
  }

  /** Decoders of damaged bytes throw what they like. */
  private static final class Guarded extends FilterInputStream {
    Guarded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return in.read(buffer, offset, length);
      } catch (RuntimeException damaged) {
        throw new IOException("the archive is damaged: " + damaged.getMessage(), damaged);
      }
    }
  }
}
