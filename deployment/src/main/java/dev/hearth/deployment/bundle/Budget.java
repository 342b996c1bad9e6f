package dev.hearth.deployment.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** How much an archive may unpack to: what it says of itself is not believed. */
final class Budget {
  /** Several times the largest bundle that there was. */
  static final long MOST_BYTES = 48L << 30;

  static final int MOST_ENTRIES = 200_000;
  private static final int CHUNK = 1 << 16;

  private final byte[] chunk = new byte[CHUNK];
  private long bytes;
  private int entries;
  private final long most;

  Budget(long most) {
    this.most = most;
  }

  void entry() throws IOException {
    if (++entries > MOST_ENTRIES) {
      throw new IOException("it has more than " + MOST_ENTRIES + " entries");
    }
  }

  void copy(InputStream from, OutputStream to) throws IOException {
    for (int count = from.read(chunk); count >= 0; count = from.read(chunk)) {
      bytes += count;
      if (bytes > most) {
        throw new IOException("it unpacks to more than " + Sizes.words(most));
      }
      to.write(chunk, 0, count);
    }
  }
}
