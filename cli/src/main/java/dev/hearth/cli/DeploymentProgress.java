package dev.hearth.cli;

import dev.hearth.cli.report.Paint;
import dev.hearth.deployment.transaction.Listener;
import dev.hearth.deployment.transaction.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Shows a deployment step by step: a line each once it is done; on a terminal the bytes of a pull
 * and the seconds of a wait meanwhile.
 */
final class DeploymentProgress implements Listener {
  private static final int NAME = 14;

  /** Those that may take longer than a person waits without a word. */
  private static final Set<Step> LONG =
      EnumSet.of(Step.PULL, Step.HEALTH, Step.VERIFY, Step.HEALTH_BACK);

  private final Terminal terminal;
  private final Paint paint;
  private final ProgressBar bar;
  private boolean drawing;
  private Instant restarted = Instant.now();

  DeploymentProgress(Terminal terminal, LongSupplier nanoClock) {
    this.terminal = terminal;
    this.paint = new Paint(terminal.colours());
    this.bar = new ProgressBar(terminal, nanoClock).quiet();
  }

  @Override
  public void stepBegins(Step step, String detail) {
    if (step == Step.PULL) {
      drawing = false;
    } else if (step == Step.RESTART) {
      restarted = Instant.now();
    }
    if (LONG.contains(step)) {
      say("…", step, detail);
    }
  }

  /** When the service was started anew; before that, when this was made. */
  Instant restarted() {
    return restarted;
  }

  @Override
  public void progress(Step step, long done, Optional<Long> total) {
    if (step == Step.PULL) {
      if (!drawing) {
        bar.begins("image", total.orElse(0L));
        drawing = true;
      }
      bar.advances(done);
    } else if (terminal.interactive()) {
      String limit = total.map(all -> " of at most " + all / 1000 + " s").orElse("");
      terminal.err().print("\r\033[K" + " ".repeat(4) + done / 1000 + " s" + limit);
      terminal.err().flush();
    }
  }

  @Override
  public void stepEnds(Step step, String detail, Duration duration) {
    clear();
    say(paint.good("✓"), step, detail + took(duration));
  }

  @Override
  public void note(String text) {
    clear();
    terminal.err().println("    " + text);
  }

  private void say(String mark, Step step, String detail) {
    String name = step.key() + " ".repeat(Math.max(1, NAME - step.key().length()));
    terminal.err().println("  " + mark + " " + name + detail);
  }

  private void clear() {
    if (terminal.interactive()) {
      terminal.err().print("\r\033[K");
      terminal.err().flush();
    }
  }

  private static String took(Duration duration) {
    return duration.toMillis() < 100
        ? ""
        : String.format(Locale.ROOT, " (%.1f s)", duration.toMillis() / 1e3);
  }
}
