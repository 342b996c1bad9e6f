package dev.hearth.cli;

import dev.hearth.cli.choice.Wishes;
import dev.hearth.inference.engine.Engine;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.store.ModelPuller;
import dev.hearth.inference.store.ModelStore;
import dev.hearth.inference.store.Progress;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.server.HearthServer;
import dev.hearth.server.api.About;
import dev.hearth.server.settings.Devices;
import dev.hearth.server.settings.Settings;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth up}: serves faces, text and embeddings in the foreground until Ctrl-C. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    header = "Serve photos and texts on this machine, with Immich's HTTP API.")
final class UpCommand implements Callable<Integer> {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  @Mixin ServingOptions options = new ServingOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on (IMMICH_PORT); 0 takes a free one. Default: 3003.")
  @Nullable String port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Address to listen on (IMMICH_HOST). Default: all addresses.")
  @Nullable String host;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      completionCandidates = BackendWords.class,
      description = {
        "What computes: auto, cpu, vulkan, cuda, openvino, migraphx.",
        "Never something else than asked for."
      })
  @Nullable String backend;

  @Option(
      names = "--accelerator",
      paramLabel = "WHICH",
      completionCandidates = AcceleratorWords.class,
      description = {
        "Which GPU: PCI address (03:00.0), render node (renderD128) or a part of",
        "its name; llvmpipe for the processor in its place."
      })
  @Nullable String accelerator;

  @Option(names = "--yes", description = "Install the runtime that the GPU needs, without asking.")
  boolean yes;

  @Option(
      names = "--starter",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Fetch the starter models on the first run (default); --no-starter leaves it.")
  boolean starter = true;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "Leave empty for Hearth's own engine.")
  @Nullable String service;

  private final Terminal terminal;
  private final Places places;

  UpCommand(Terminal terminal, Places places) {
    this.terminal = terminal;
    this.places = places;
  }

  /** For shell completion. */
  static final class BackendWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Devices.offered().iterator();
    }
  }

  /** For shell completion: the render nodes of this machine, since shells break words at colons. */
  static final class AcceleratorWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Looking.quick(RootOption.machine(null), false).accelerators().stream()
          .flatMap(each -> each.node(DeviceNode.Role.RENDER).stream())
          .map(node -> node.path().substring(node.path().lastIndexOf('/') + 1))
          .iterator();
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    if (service != null && !service.equals("hearth")) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.BAD_SETTING,
              "Hearth cannot put the service " + service + " on an accelerator yet",
              "this version serves its own engine only",
              "hearth up"));
    }
    Settings settings = options.load(terminal, places, overrides());
    LogLines.install(terminal.err(), settings.log().level());
    Progress progress = new ProgressBar(terminal, System::nanoTime);
    Loaded loaded = load(settings, progress);
    Greeting greeting = new Greeting(terminal, Version.current(), settings.log().colour());
    greeting.opens(settings, loaded);
    ModelStore store = Assembly.store(settings);
    ModelPuller puller = Assembly.puller(settings, places, store);
    boolean wanted = starter && settings.models().preload().isEmpty();
    List<Task> starters = wanted ? StarterFetch.run(terminal, store, puller, progress) : List.of();
    try (Ending ending = Ending.onSignal();
        WarmingEngine engine =
            new WarmingEngine(Assembly.engine(settings, loaded, puller, progress));
        HearthServer server =
            HearthServer.start(
                settings.http(),
                engine,
                About.of(Version.current(), loaded.version(), settings.texts()))) {
      greeting.serves(server.address(), store);
      Rehearsal.Seen seen = Rehearsal.warmUp(engine, starters);
      engine.warmedUp();
      boolean ready = engine.status().ready();
      if (ready) {
        engine.awaitPreloaded();
        greeting.proves(engine.status());
      }
      greeting.shows(seen, server.address());
      if (!ready && preloaded(engine, ending)) {
        engine.awaitPreloaded();
        greeting.proves(engine.status());
      }
      ending.await();
      terminal.err().println("hearth: stopping");
    }
    return ExitCodes.GOOD;
  }

  /** Waits until the models to preload are in memory; not when the end comes before. */
  private static boolean preloaded(Engine engine, Ending ending) throws InterruptedException {
    while (!engine.status().ready()) {
      if (ending.await(LOOK_AGAIN)) {
        return false;
      }
    }
    return true;
  }

  /** Refuses before anything is fetched or listens. */
  private Loaded load(Settings settings, Progress progress) {
    Acceleration acceleration =
        new Acceleration(terminal, MachineView.live(), () -> RuntimeStores.of(terminal, places));
    return RuntimeLoading.load(
        acceleration.decide(Wishes.of(settings.compute()), yes, progress),
        places.libraries(),
        settings.models().cacheFolder().resolve("shaders"));
  }

  private Map<String, String> overrides() {
    Map<String, String> overrides = new LinkedHashMap<>();
    if (port != null) {
      overrides.put("port", port);
    }
    if (host != null) {
      overrides.put("host", host);
    }
    if (backend != null) {
      overrides.put("device", backend);
    }
    if (accelerator != null) {
      overrides.put("accelerator", accelerator);
    }
    return overrides;
  }
}
