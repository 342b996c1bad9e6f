package dev.hearth.cli;

import dev.hearth.cli.report.BenchHtml;
import dev.hearth.cli.report.BenchJson;
import dev.hearth.cli.report.BenchText;
import dev.hearth.cli.report.Paint;
import dev.hearth.cli.report.Wrapped;
import dev.hearth.evidence.benchmark.Benchmark;
import dev.hearth.evidence.benchmark.Comparison;
import dev.hearth.evidence.benchmark.Turns;
import dev.hearth.evidence.service.Running;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.ProcessCommandRunner;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.capture.Roots;
import dev.hearth.planning.service.ServiceDescription;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
      "with the same version, variables and models; that of hearth up is a process.",
      "It is gone at the end. Ollama computes the same model once more without its",
      "GPU. Both work in turns.",
      "Exit code: 0 when measured, 1 when it cannot be, or slower than before."
    })
final class BenchCommand implements Callable<Integer> {
  private static final Duration FIRST = Duration.ofMinutes(15);
  private static final Duration REQUEST = Duration.ofMinutes(2);
  private static final int MOST_ROUNDS = 100;

  /** Percent of one core: what a desktop does by itself is less. */
  private static final double MUCH = 50;

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int LAST_PORT = 65_535;
  private static final String OWN = "hearth";

  @Mixin InstallationOptions which = new InstallationOptions();

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      description = "Where it answers, on this machine. Default: found.")
  @Nullable String address;

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "Of the twin. Default: its own version, for the CPU.")
  @Nullable String image;

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
  private final Supplier<Keeper.Here> here;

  BenchCommand(Terminal terminal, Places places) {
    this(terminal, places, Keeper.Here::live);
  }

  /** The same on a machine that is named. */
  BenchCommand(Terminal terminal, Places places, Supplier<Keeper.Here> here) {
    this.terminal = terminal;
    this.places = places;
    this.here = here;
  }

  @Override
  public Integer call() {
    require(rounds >= 1 && rounds <= MOST_ROUNDS, "--rounds", "1 to " + MOST_ROUNDS);
    require(seconds >= 1 && seconds <= 600, "--seconds", "1 to 600");
    ServiceDescription asked = ServiceNaming.find(UserServices.catalog(places), service);
    Optional<Running.Address> at = Optional.ofNullable(address).map(BenchCommand::address);
    Optional<Instant> until = Optional.ofNullable(since).map(BenchHistory::endOf);
    Optional<BenchPage> page = Optional.ofNullable(html).map(BenchPage::at);
    Turns.Extent extent = new Turns.Extent(rounds, Duration.ofSeconds(seconds), FIRST, REQUEST);
    try (BenchHistory.Claim _ = BenchHistory.claim(places.state())) {
      return told(measured(asked, at, extent), until, page);
    }
  }

  private Comparison measured(
      ServiceDescription asked, Optional<Running.Address> at, Turns.Extent extent) {
    Benchmark benchmark =
        new Benchmark(() -> Roots.live(new ProcessCommandRunner()), System::nanoTime, Instant::now);
    BenchProgress progress = new BenchProgress(terminal, extent);
    Stopped stopped = new Stopped(terminal, progress, benchmark);
    Interruption interruption = Interruption.onSignal(stopped::said);
    try (interruption) {
      Optional<String> others = others(benchmark.busy(LOOK));
      Keeper keeper = Keeper.looking(terminal, places, here.get());
      ServiceBench.Contest contest =
          asked.id().equals(OWN)
              ? new OwnBench(keeper, interruption, progress::says).prepare(at)
              : new ServiceBench(keeper, interruption, progress::says)
                  .prepare(new ServiceBench.Asked(asked, which, at, Optional.ofNullable(image)));
      Benchmark.Subject subject =
          new Benchmark.Subject(
              asked.id(),
              contest.work(),
              contest.notes() + others.map(each -> ". " + each).orElse(""),
              addresses(keeper));
      others.ifPresent(progress::warns);
      stopped.measures(subject);
      return benchmark.run(subject, contest.contestants(), extent, progress);
    } catch (ProblemException failed) {
      if (interruption.came()) {
        Interruption.awaitEnd();
      }
      throw failed;
    } finally {
      progress.ends();
    }
  }

  /** Both are slower then, and not by as much. */
  private static Optional<String> others(OptionalDouble busy) {
    return busy.isPresent() && busy.getAsDouble() >= MUCH
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "Other programs kept the CPU busy (%.0f %% of one core): its figures are too low",
                busy.getAsDouble()))
        : Optional.empty();
  }

  private int told(Comparison comparison, Optional<Instant> until, Optional<BenchPage> page) {
    BenchHistory history = new BenchHistory(places.state(), comparison.service());
    Optional<BenchHistory.Earlier> earlier = history.last(comparison.kind().mark(), until);
    List<String> slower = new ArrayList<>();
    earlier
        .flatMap(each ->
            comparison.regression(each.rate(), "on " + each.day() + " (" + each.name() + ")"))
        .ifPresent(slower::add);
    String document = Json.pretty(BenchJson.of(comparison, slower, Version.current()));
    show(comparison, document, earlier, slower);
    history.keep(comparison, document);
    page.ifPresent(each -> each.write(BenchHtml.of(comparison)));
    return slower.isEmpty() ? ExitCodes.GOOD : ExitCodes.NO;
  }

  private static List<PciAddress> addresses(Keeper keeper) {
    return keeper.survey().accelerators().stream()
        .flatMap(each -> each.pci().stream())
        .map(identity -> identity.address())
        .distinct()
        .toList();
  }

  /** HOST:PORT, or a port alone. */
  private static Running.Address address(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon).replaceAll("[\\[\\]]", "");
    String port = text.substring(colon + 1);
    if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > LAST_PORT) {
      throw new ProblemException(
          Problem.Kind.BAD_SETTING,
          "--address wants a host and its port, not " + text,
          "--address 127.0.0.1:3003");
    }
    return new Running.Address(host, Integer.parseInt(port));
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
    slower.forEach(
        each -> Wrapped.lines(each, 0).forEach(line -> terminal.out().println(paint.bad(line))));
    earlier
        .filter(_ -> slower.isEmpty() && !markdown)
        .ifPresent(each ->
            terminal
                .out()
                .println(
                    String.format(
                        Locale.ROOT,
                        "Before, on %s (%s): %.1f %ss a second",
                        each.day(),
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
}
