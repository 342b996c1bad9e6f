package dev.hearth.cli;

import dev.hearth.cli.report.Paint;
import dev.hearth.cli.report.Wrapped;
import dev.hearth.cli.top.EngineView;
import dev.hearth.cli.top.Order;
import dev.hearth.cli.top.TopJson;
import dev.hearth.cli.top.TopSample;
import dev.hearth.cli.top.TopScreen;
import dev.hearth.cli.top.View;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.nvml.NvidiaSmiUsage;
import dev.hearth.machine.nvml.NvmlUsage;
import dev.hearth.machine.tty.ControllingTty;
import dev.hearth.machine.tty.Tty;
import dev.hearth.machine.usage.UsageWatch;
import dev.hearth.server.spelling.NearestName;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hearth top}: what the accelerators do now, and for whom. */
@Command(
    name = "top",
    mixinStandardHelpOptions = true,
    header = "Show live what the accelerators do, and which service uses what.",
    description = {
      "Keys: q quits, s sorts by the next column, b m n p sort by busy, memory, name,",
      "pid; space stands still, ? explains. Where no person looks on, prints once.",
      "Changes nothing, and needs no root; with it, other users' processes are seen."
    })
final class TopCommand implements Callable<Integer> {
  private static final double SHORTEST = 0.5;
  private static final double LONGEST = 60;
  private static final Duration FIRST_LOOK = Duration.ofSeconds(1);
  private static final URI USUAL = URI.create("http://127.0.0.1:3003");

  @Mixin RootOption root = new RootOption();

  @Option(names = "--once", description = "Print what there is now, and end.")
  boolean once;

  @Option(
      names = "--json",
      description = "For scripts: a document hearth.top/1 a line, until it is ended.")
  boolean json;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "Between two looks, 0.5 to 60. Default: 1.")
  double interval;

  @Option(
      names = "--sort",
      paramLabel = "BY",
      defaultValue = "busy",
      completionCandidates = OrderNames.class,
      description = "Processes by busy, memory, name or pid. Default: busy.")
  String sort = "busy";

  @Option(
      names = "--address",
      paramLabel = "URL",
      description = "Hearth's engine. Default: http://127.0.0.1:3003, or where it runs here.")
  @Nullable URI address;

  private final Terminal terminal;

  TopCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** For shell completion. */
  static final class OrderNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Order.values()).map(Order::toString).iterator();
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!(interval >= SHORTEST && interval <= LONGEST)) {
      throw new ProblemException(
          Problem.Kind.BAD_SETTING,
          "--interval is 0.5 to 60 seconds, and not " + interval,
          "Look once a second: hearth top --interval 1");
    }
    Order order = order();
    Supplier<Machine> machines = machines();
    Optional<EngineWatch> engine = engine(machines.get());
    ContainerNames names = new ContainerNames(machines, System::nanoTime);
    UsageWatch watch =
        new UsageWatch(
            machines,
            root.live() ? NvmlUsage.watching() : new NvidiaSmiUsage(machines),
            System::nanoTime,
            Looking.quick(machines.get(), root.live()).accelerators());
    TopSource source =
        new TopSource(
            watch::look,
            names::of,
            () ->
                engine
                    .map(EngineWatch::get)
                    .orElseGet(() -> new EngineView.Absent("no engine is asked with --root")),
            ZonedDateTime::now);
    Optional<Tty> tty =
        json || once || !terminal.interactive() ? Optional.empty() : ControllingTty.open();
    if (tty.isPresent()) {
      live(source, tty.get(), order);
    } else {
      TopSample first = first(source, engine, names);
      print(first, order);
      if (json && !once) {
        stream(source, order);
      }
    }
    return ExitCodes.GOOD;
  }

  private Order order() {
    List<String> names = Arrays.stream(Order.values()).map(Order::toString).toList();
    return Arrays.stream(Order.values())
        .filter(each -> each.toString().equals(sort.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            new ProblemException(
                Problem.Kind.BAD_SETTING,
                "--sort cannot be " + sort,
                NearestName.of(sort, names).map(near -> "Did you mean " + near + "? ").orElse("")
                    + "One of "
                    + String.join(", ", names)
                    + "."));
  }

  /** Of a capture nothing changes, and it is read once; all others are looked at anew. */
  private Supplier<Machine> machines() {
    if (still()) {
      Machine captured = root.machine();
      return () -> captured;
    }
    return root::machine;
  }

  private boolean still() {
    return root.root != null && !Files.isDirectory(root.root);
  }

  private Optional<EngineWatch> engine(Machine machine) {
    Optional<String> token =
        Optional.ofNullable(terminal.environment().get("HEARTH_TOKEN"))
            .filter(each -> !each.isEmpty());
    if (address != null) {
      if (!"http".equals(address.getScheme()) || address.getAuthority() == null) {
        throw new ProblemException(
            Problem.Kind.BAD_SETTING,
            address + " is not the address of an engine",
            "As in: hearth top --address " + USUAL);
      }
      return Optional.of(EngineWatch.start(address, true, token));
    }
    return root.live()
        ? Optional.of(EngineWatch.start(OwnEngine.address(machine).orElse(USUAL), false, token))
        : Optional.empty();
  }

  /** Two looks, for shares need them; a capture has only one. */
  private TopSample first(TopSource source, Optional<EngineWatch> engine, ContainerNames names)
      throws InterruptedException {
    TopSample first = source.next();
    if (still()) {
      return first;
    }
    Thread.sleep(FIRST_LOOK);
    if (engine.isPresent()) {
      engine.get().settle(FIRST_LOOK);
    }
    names.settle(FIRST_LOOK);
    return source.next();
  }

  private void print(TopSample sample, Order order) {
    if (json) {
      terminal.out().println(Json.line(TopJson.of(sample, order, Version.current())));
    } else {
      int columns = terminal.interactive() ? width() : Wrapped.WIDTH;
      View view = View.first(columns, View.ENDLESS, order);
      TopScreen.of(sample, view, new Paint(terminal.colours())).forEach(terminal.out()::println);
    }
  }

  private static int width() {
    return ControllingTty.open().map(tty -> tty.size().columns()).orElse(Wrapped.WIDTH);
  }

  /** Until nobody reads any more, or a signal comes. */
  private void stream(TopSource source, Order order) throws InterruptedException {
    Duration pause = pause();
    while (!terminal.gone()) {
      Thread.sleep(pause);
      print(source.next(), order);
    }
  }

  private Duration pause() {
    return Duration.ofMillis(Math.round(interval * 1000));
  }

  private void live(TopSource source, Tty tty, Order order) throws InterruptedException {
    LiveScreen screen = new LiveScreen(terminal.out(), tty);
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("give-back").unstarted(screen::close));
    Tty.Size size = tty.size();
    new TopLoop(
            screen,
            tty,
            new Paint(terminal.colours()),
            View.first(size.columns(), size.rows(), order))
        .run(source, pause());
  }
}
