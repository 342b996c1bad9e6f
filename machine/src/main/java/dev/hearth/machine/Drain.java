package dev.hearth.machine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/** Reads one stream to its end beside the program, keeps its first bytes, and hands lines on. */
final class Drain {
  /** A line that is longer is handed on in pieces. */
  private static final int LONGEST_LINE = 1 << 16;

  private static final System.Logger LOG = System.getLogger(Drain.class.getName());

  private final byte[] chunk = new byte[8192];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final int limit;
  private final Consumer<String> lines;
  private final Thread reader;
  private byte[] kept = new byte[0];
  private int length;

  private Drain(InputStream stream, int limit, Consumer<String> lines) {
    this.limit = limit;
    this.lines = lines;
    this.reader = Thread.ofVirtual().name("program-output").unstarted(() -> drain(stream));
  }

  static Drain of(InputStream stream, int limit, Consumer<String> lines) {
    Drain drain = new Drain(stream, limit, lines);
    drain.reader.start();
    return drain;
  }

  private void drain(InputStream stream) {
    try (stream) {
      for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
        keep(n);
        split(n);
      }
    } catch (IOException ended) {
      LOG.log(System.Logger.Level.TRACE, "the program's output ended early", ended);
    }
    hand();
  }

  private synchronized void keep(int count) {
    int taken = Math.min(count, limit - length);
    if (length + taken > kept.length) {
      int wanted = Math.clamp(kept.length * 2L, length + taken, Math.max(limit, length + taken));
      kept = Arrays.copyOf(kept, wanted);
    }
    System.arraycopy(chunk, 0, kept, length, taken);
    length += taken;
  }

  private void split(int count) {
    for (int i = 0; i < count; i++) {
      if (chunk[i] == '\n' || chunk[i] == '\r') {
        hand();
      } else {
        line.write(chunk[i]);
        if (line.size() >= LONGEST_LINE) {
          hand();
        }
      }
    }
  }

  /** Empty lines say nothing; and a line's end may be two letters. */
  private void hand() {
    if (line.size() == 0) {
      return;
    }
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    try {
      lines.accept(text);
    } catch (RuntimeException ours) {
      // The program must not block on a full pipe because whoever listens has failed.
      LOG.log(System.Logger.Level.WARNING, "a line of a program was not taken", ours);
    }
  }

  /** The text so far, after the stream's end or this much waiting. */
  String text(Duration patience) throws InterruptedException {
    reader.join(patience);
    synchronized (this) {
      return new String(kept, 0, length, StandardCharsets.UTF_8);
    }
  }
}
