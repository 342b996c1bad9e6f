package dev.hearth.cli;

import dev.hearth.cli.report.Sizes;
import dev.hearth.inference.store.Progress;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far a download is: one line that is redrawn on a terminal, a line at the beginning and
 * the end elsewhere.
 */
final class ProgressBar implements Progress {
  private static final int NAME = 24;
  private static final int WIDTH = 24;
  private static final long REDRAW_NANOS = 100_000_000;

  private final Terminal terminal;
  private final LongSupplier nanoClock;
  private String what = "";
  private long total;
  private long began;
  private long drawn;
  private long startedWith = -1;
  private boolean quiet;

  ProgressBar(Terminal terminal, LongSupplier nanoClock) {
    this.terminal = terminal;
    this.nanoClock = nanoClock;
  }

  /** Draws the bar on a terminal but says nothing at the beginning and the end. */
  ProgressBar quiet() {
    quiet = true;
    return this;
  }

  @Override
  public synchronized void begins(String what, long totalBytes) {
    this.what = what;
    this.total = totalBytes;
    this.began = nanoClock.getAsLong();
    this.drawn = began - REDRAW_NANOS;
    this.startedWith = -1;
    if (!terminal.interactive() && !quiet) {
      terminal.err().println("fetching " + what + size(totalBytes, " (%s)"));
    }
  }

  @Override
  public synchronized void advances(long doneBytes) {
    long now = nanoClock.getAsLong();
    if (startedWith < 0) {
      startedWith = doneBytes;
    }
    if (terminal.interactive() && now - drawn >= REDRAW_NANOS) {
      drawn = now;
      terminal.err().print("\r\033[K" + line(what, doneBytes, startedWith, total, now - began));
      terminal.err().flush();
    }
  }

  @Override
  public synchronized void says(String note) {
    clear();
    terminal.err().println("  " + note);
  }

  @Override
  public synchronized void ends() {
    clear();
    if (!quiet) {
      terminal.err().println("fetched " + what + size(total, " (%s)"));
    }
  }

  private void clear() {
    if (terminal.interactive()) {
      terminal.err().print("\r\033[K");
    }
  }

  /** One line of at most 80 columns: name, bar, share, rate, time left. */
  static String line(String what, long done, long startedWith, long total, long nanos) {
    String name = what.length() > NAME ? "…" + what.substring(what.length() - NAME + 1) : what;
    double seconds = Math.max(nanos / 1e9, 1e-3);
    double rate = Math.max(0, done - startedWith) / seconds;
    if (total <= 0) {
      return String.format(Locale.ROOT, "%-24s %s  %s/s", name, bytes(done), bytes((long) rate));
    }
    double share = Math.clamp((double) done / total, 0, 1);
    int filled = (int) Math.round(share * WIDTH);
    String bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
    String left = rate > 1 ? duration((long) (Math.max(0, total - done) / rate)) : "";
    return String.format(
        Locale.ROOT,
        "%-24s %s %3d %% %s/s %s",
        name,
        bar,
        (int) (share * 100),
        bytes((long) rate),
        left);
  }

  /** At most seven columns. */
  static String bytes(long count) {
    return Sizes.decimal(count);
  }

  /** At most 14 columns; nothing where days are left, which no rate of this minute can tell. */
  private static String duration(long seconds) {
    if (seconds < 60) {
      return seconds + " s left";
    }
    long minutes = seconds / 60;
    if (minutes < 60) {
      return String.format(Locale.ROOT, "%d:%02d min left", minutes, seconds % 60);
    }
    long hours = minutes / 60;
    return hours < 48 ? String.format(Locale.ROOT, "%d:%02d h left", hours, minutes % 60) : "";
  }

  private static String size(long count, String pattern) {
    return count > 0 ? String.format(Locale.ROOT, pattern, bytes(count)) : "";
  }
}
