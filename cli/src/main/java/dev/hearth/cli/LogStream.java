package dev.hearth.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads lines of any number and length, and holds one of them at most. */
final class LogStream {
  private static final int LONGEST = 1 << 16;
  private static final int CHUNK = 1 << 14;

  private LogStream() {}

  /** Hands on each line without its end; what is longer than 64 Ki is cut. */
  static void read(InputStream in, Consumer<String> lines) throws IOException {
    // Bytes that are no UTF-8 become signs that no rule looks for.
    Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
    StringBuilder line = new StringBuilder();
    char[] chunk = new char[CHUNK];
    boolean begun = false;
    for (int read = reader.read(chunk); read >= 0; read = reader.read(chunk)) {
      int from = 0;
      for (int at = 0; at < read; at++) {
        if (chunk[at] == '\n') {
          append(line, chunk, from, at);
          lines.accept(line.toString());
          line.setLength(0);
          from = at + 1;
        }
      }
      append(line, chunk, from, read);
      begun = from < read || (from == 0 && begun);
    }
    if (begun) {
      lines.accept(line.toString());
    }
  }

  private static void append(StringBuilder line, char[] chunk, int from, int to) {
    line.append(chunk, from, Math.min(to - from, LONGEST - line.length()));
  }
}
