package dev.hearth.cli;

import dev.hearth.cli.report.BenchHtml;
import dev.hearth.cli.report.BenchJson;
import dev.hearth.cli.report.BenchText;
import dev.hearth.cli.report.Paint;
import dev.hearth.cli.report.Wrapped;
import dev.hearth.evidence.benchmark.Comparison;
import dev.hearth.evidence.benchmark.Turns;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth bench}: what the accelerator brings, beside a twin on the CPU. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    header = "Measure what the accelerator brings: the service beside a twin on the CPU.",
    description = {
      "The service goes on running. A container's twin is one of its own on the CPU,",
      "with the same version, variables and models, and is removed at the end; Ollama",
      "computes the same model once more without its GPU. Both work in turns.",
      "Exit code: 0 when measured, 1 when it cannot be, or slower than before."
    })
final class BenchCommand implements Callable<Integer> {
  private static final Duration FIRST = Duration.ofMinutes(15);
  private static final Duration REQUEST = Duration.ofMinutes(2);
  private static final int MOST_ROUNDS = 100;

  @Mixin WishOptions wishes = new WishOptions();

  @Option(names = "--file", paramLabel = "FILE", description = "Its compose file or Quadlet.")
  @Nullable Path file;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Turns of each. Default: ${DEFAULT-VALUE}.")
  int rounds = 5;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "6",
      description = "How long a turn lasts. Default: ${DEFAULT-VALUE}.")
  int seconds = 6;

  @Option(
      names = "--since",
      paramLabel = "DAY",
      description = "Compare with the last measurement until this day. Default: the last.")
  @Nullable String since;

  @Option(names = "--json", description = "For scripts: the document hearth.bench/1.")
  boolean json;

  @Option(names = "--markdown", description = "As Markdown, for an issue or a wiki.")
  boolean markdown;

  @Option(names = "--html", paramLabel = "FILE", description = "One page with charts, too.")
  @Nullable Path html;

  @Parameters(
      paramLabel = "SERVICE",
      completionCandidates = ServiceNaming.Names.class,
      description = "immich-ml, ollama, finbert, hearth, or one of your own.")
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  String service;

  private final Terminal terminal;
  private final Places places;

  BenchCommand(Terminal terminal, Places places) {
    this.terminal = terminal;
    this.places = places;
  }

  @Override
  public Integer call() {
    require(rounds >= 1 && rounds <= MOST_ROUNDS, "--rounds", "1 to " + MOST_ROUNDS);
    require(seconds >= 1 && seconds <= 600, "--seconds", "1 to 600");
    Optional<Instant> until = Optional.ofNullable(since).map(BenchHistory::endOf);
    Turns.Extent extent = new Turns.Extent(rounds, Duration.ofSeconds(seconds), FIRST, REQUEST);
    Comparison comparison =
        new ServiceBench(terminal, places)
            .run(service, wishes.wish(), Optional.ofNullable(file), extent);
    BenchHistory history = new BenchHistory(places.state(), comparison.service());
    Optional<BenchHistory.Earlier> earlier = history.last(until);
    List<String> slower = new ArrayList<>();
    earlier
        .flatMap(each -> comparison.regression(each.rate(), "on " + each.time()))
        .ifPresent(slower::add);
    String document = Json.pretty(BenchJson.of(comparison, slower, Version.current()));
    show(comparison, document, earlier, slower);
    if (html != null) {
      write(html, BenchHtml.of(comparison));
    }
    history.keep(comparison, document);
    return slower.isEmpty() ? ExitCodes.GOOD : ExitCodes.NO;
  }

  private void show(
      Comparison comparison,
      String document,
      Optional<BenchHistory.Earlier> earlier,
      List<String> slower) {
    Paint paint = new Paint(terminal.colours());
    if (json) {
      terminal.out().println(document);
      return;
    }
    List<String> lines =
        markdown ? BenchText.markdown(comparison) : BenchText.of(comparison, paint);
    lines.forEach(terminal.out()::println);
    slower.forEach(each ->
        Wrapped.lines(paint.bad("slower") + ": " + each, 0).forEach(terminal.out()::println));
    earlier
        .filter(_ -> slower.isEmpty() && !markdown)
        .ifPresent(each ->
            terminal
                .out()
                .println(
                    String.format(
                        Locale.ROOT,
                        "Before, on %s (%s): %.1f %ss a second",
                        each.time(),
                        each.name(),
                        each.rate().median(),
                        comparison.unit())));
  }

  private static void require(boolean holds, String option, String range) {
    if (!holds) {
      throw new ProblemException(
          Problem.Kind.BAD_SETTING, option + " is out of range", "From " + range + ".");
    }
  }

  private static void write(Path file, String page) {
    try {
      Files.writeString(file, page);
    } catch (IOException failed) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              file + " cannot be written",
              String.valueOf(failed),
              "Name a file in a folder that is there: --html FILE"));
    }
  }
}
