package dev.hearth.cli;

import dev.hearth.machine.tty.Tty;
import java.io.PrintWriter;
import java.util.List;

/**
 * A terminal whose whole screen is drawn on. {@link #close} gives it back as it was: from wherever
 * the program ends, and as often as it likes.
 */
final class LiveScreen implements AutoCloseable {
  private static final String ESCAPE = "\u001b[";

  /** The other screen, no cursor, no wrapping. */
  private static final String BEGIN = ESCAPE + "?1049h" + ESCAPE + "?25l" + ESCAPE + "?7l";

  private static final String END =
      ESCAPE + "0m" + ESCAPE + "?7h" + ESCAPE + "?25h" + ESCAPE + "?1049l";
  private static final String REST_OF_LINE = ESCAPE + "K";
  private static final String ALL = ESCAPE + "2J";

  private final PrintWriter out;
  private final Tty tty;
  private boolean open;
  private Tty.Size size = new Tty.Size(0, 0);
  private List<String> shown = List.of();

  LiveScreen(PrintWriter out, Tty tty) {
    this.out = out;
    this.tty = tty;
  }

  /** Takes the terminal. */
  synchronized void open() {
    open = true;
    tty.raw();
    size = new Tty.Size(0, 0);
    out.print(BEGIN);
    out.flush();
  }

  /** Draws what changed. */
  synchronized void draw(List<String> lines, Tty.Size now) {
    if (!open) {
      return;
    }
    StringBuilder text = new StringBuilder();
    if (!now.equals(size)) {
      text.append(ALL);
      shown = List.of();
      size = now;
    }
    for (int row = 0; row < Math.max(lines.size(), shown.size()); row++) {
      String line = row < lines.size() ? lines.get(row) : "";
      if (!line.equals(row < shown.size() ? shown.get(row) : "")) {
        text.append(ESCAPE).append(row + 1).append(";1H").append(line).append(REST_OF_LINE);
      }
    }
    shown = List.copyOf(lines);
    if (!text.isEmpty()) {
      out.print(text);
      out.flush();
    }
  }

  /** Gives the terminal back. */
  @Override
  public synchronized void close() {
    if (open) {
      open = false;
      out.print(END);
      out.flush();
      tty.restore();
    }
  }
}
