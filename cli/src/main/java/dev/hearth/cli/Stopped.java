package dev.hearth.cli;

import dev.hearth.cli.report.BenchText;
import dev.hearth.cli.report.Paint;
import dev.hearth.evidence.benchmark.Benchmark;
import dev.hearth.evidence.benchmark.Comparison;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** What is told of a benchmark that was ended before its time: what is known by then. */
final class Stopped {
  private final Terminal terminal;
  private final BenchProgress progress;
  private final Benchmark benchmark;
  private final AtomicReference<Optional<Benchmark.Subject>> subject =
      new AtomicReference<>(Optional.empty());

  Stopped(Terminal terminal, BenchProgress progress, Benchmark benchmark) {
    this.terminal = terminal;
    this.progress = progress;
    this.benchmark = benchmark;
  }

  /** What is measured from now on. */
  void measures(Benchmark.Subject what) {
    subject.set(Optional.of(what));
  }

  /** Nothing of it is kept: with fewer turns it is no measure for later ones. */
  void said() {
    progress.ends();
    Optional<Comparison> known =
        subject
            .get()
            .flatMap(what -> progress.soFar().map(measured -> benchmark.compared(what, measured)));
    known.ifPresent(comparison ->
        BenchText.of(comparison, new Paint(terminal.colours())).forEach(terminal.err()::println));
    terminal
        .err()
        .println(
            known
                .map(comparison ->
                    "hearth: stopped after round "
                        + comparison.twin().batches().size()
                        + "; nothing is kept")
                .orElse("hearth: stopped before both had a turn; nothing is kept"));
  }
}
