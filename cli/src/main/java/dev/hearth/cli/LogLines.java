package dev.hearth.cli;

import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** The log as lines on standard error: time, level, message; stack traces only where unexpected. */
final class LogLines extends Handler {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  private final PrintWriter out;
  private final SimpleFormatter formatter = new SimpleFormatter();

  private LogLines(PrintWriter out) {
    this.out = out;
  }

  /** From now on all loggers write here, from this level on. */
  static void install(PrintWriter out, System.Logger.Level level) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.WARNING);
    // What Hearth itself says follows the setting; libraries speak up only when it matters.
    Logger own = Logger.getLogger("dev.hearth");
    own.setLevel(julLevel(level));
    root.addHandler(new LogLines(out));
  }

  private static Level julLevel(System.Logger.Level level) {
    return switch (level) {
      case ALL, TRACE -> Level.FINEST;
      case DEBUG -> Level.FINE;
      case INFO -> Level.INFO;
      case WARNING -> Level.WARNING;
      case ERROR -> Level.SEVERE;
      case OFF -> Level.OFF;
    };
  }

  @Override
  public synchronized void publish(LogRecord line) {
    out.println(
        TIME.format(line.getInstant())
            + " "
            + line.getLevel().getName().toLowerCase(Locale.ROOT)
            + " "
            + formatter.formatMessage(line));
    if (line.getThrown() != null) {
      line.getThrown().printStackTrace(out);
    }
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {
    flush();
  }
}
