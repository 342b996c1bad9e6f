package dev.hearth.cli;

import dev.hearth.cli.report.Wrapped;
import dev.hearth.evidence.benchmark.Turns;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Says where a benchmark is: one line that is redrawn on a terminal, a line a round elsewhere. */
final class BenchProgress implements Turns.Listener {
  private static final int WIDTH = 24;
  private static final String ERASE = "\r\033[K";

  private final Terminal terminal;
  private final Turns.Extent extent;
  private final AtomicReference<Optional<Turns.Measured>> known =
      new AtomicReference<>(Optional.empty());
  private final AtomicBoolean ended = new AtomicBoolean();
  private int turns;

  BenchProgress(Terminal terminal, Turns.Extent extent) {
    this.terminal = terminal;
    this.extent = extent;
  }

  /** What is known by now. */
  Optional<Turns.Measured> soFar() {
    return known.get();
  }

  /** Something that takes time. */
  void says(String sentence) {
    if (ended.get()) {
      return;
    }
    if (terminal.interactive()) {
      terminal.err().print(ERASE + "  " + sentence);
      terminal.err().flush();
    } else {
      terminal.err().println("  … " + sentence);
    }
  }

  /** Something that is to be read before it goes on. */
  void warns(String sentence) {
    if (terminal.interactive()) {
      terminal.err().print(ERASE);
    }
    Wrapped.lines("hearth: " + sentence, 0).forEach(terminal.err()::println);
  }

  @Override
  public void warmsUp(String name) {
    says("warming up: " + name + " (models are loaded, and compiled)");
  }

  @Override
  public void turn(String name, int round) {
    int all = 2 * extent.rounds();
    int done = turns++;
    if (!terminal.interactive()) {
      if (done % 2 == 0) {
        says("round " + round + " of " + extent.rounds() + ", about " + left(all - done) + " left");
      }
      return;
    }
    int filled = Math.round((float) done * WIDTH / all);
    says(
        String.format(
            Locale.ROOT,
            "%s%s %d of %d turns  %s  about %s left",
            "█".repeat(filled),
            "░".repeat(WIDTH - filled),
            done,
            all,
            name,
            left(all - done)));
  }

  /** The turns alone; what is loaded between them is not known. */
  private String left(int turns) {
    long seconds = turns * extent.turn().toSeconds();
    return seconds < 120 ? seconds + " s" : (seconds + 30) / 60 + " min";
  }

  @Override
  public void measured(Turns.Measured soFar) {
    known.set(Optional.of(soFar));
  }

  /** Leaves the line to what comes next. */
  void ends() {
    if (!ended.getAndSet(true) && terminal.interactive()) {
      terminal.err().print(ERASE);
      terminal.err().flush();
    }
  }
}
