package dev.hearth.cli;

import dev.hearth.cli.choice.Wishes;
import dev.hearth.inference.engine.Engine;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.store.ModelPuller;
import dev.hearth.inference.store.ModelStore;
import dev.hearth.inference.store.Progress;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.ProcessCommandRunner;
import dev.hearth.machine.capture.Roots;
import dev.hearth.machine.usage.ProcessId;
import dev.hearth.server.HearthServer;
import dev.hearth.server.api.About;
import dev.hearth.server.api.Surroundings;
import dev.hearth.server.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    header = {
      "Serve photos and texts on this machine, with Immich's HTTP API;",
      "or put another service on the accelerator, and go back if it is not well."
    },
    description = {
      "Without SERVICE: Hearth's own engine, in the foreground, until Ctrl-C.",
      "With SERVICE: plans, shows what would change, asks, deploys, checks.",
      "Exit code: 0 when it runs, 1 when something is in the way, 3 when it was",
      "tried and everything was put back."
    })
final class UpCommand implements Callable<Integer> {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  @Mixin ServingOptions options = new ServingOptions();

  @Mixin WishOptions wishes = new WishOptions();

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = {
        "Address to listen on (IMMICH_HOST). Default: 127.0.0.1, this machine only;",
        "0.0.0.0 for Immich in a container or on another machine."
      })
  @Nullable String host;

  @Mixin ConsentOptions consent = new ConsentOptions();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Of a service: its compose file, Quadlet or unit. Default: found.")
  @Nullable Path file;

  @Option(
      names = "--bundle",
      paramLabel = "PATH",
      description = {
        "Of a native Ollama: where its ROCm libraries come from, an archive, a",
        "saved image, an OCI layout or a folder. Default: its official image."
      })
  @Nullable Path bundle;

  @Option(
      names = "--keep-going-on-cpu",
      description = "Of a service: keep it where it is well, but seems to compute on the CPU.")
  boolean keepGoingOnCpu;

  @Option(
      names = "--starter",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Fetch the starter models on the first run (default); --no-starter leaves it.")
  boolean starter = true;

  @Option(
      names = OwnEngine.ENDS_WITH,
      paramLabel = "PID",
      hidden = true,
      description = "End when this process does: the twin of a benchmark.")
  @Nullable Integer endsWith;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      completionCandidates = ServiceNaming.Names.class,
      description = "immich-ml, ollama, finbert or one of your own; empty: Hearth's engine.")
  @Nullable String service;

  private final Terminal terminal;
  private final Places places;

  UpCommand(Terminal terminal, Places places) {
    this.terminal = terminal;
    this.places = places;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (service != null && !service.equals("hearth")) {
      return new ServiceUp(terminal, places)
          .run(
              new ServiceUp.Asked(
                  service,
                  wishes.wish(),
                  new ServiceUp.Sources(Optional.ofNullable(file), Optional.ofNullable(bundle)),
                  consent,
                  keepGoingOnCpu));
    }
    requireOwn();
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
                About.of(Version.current(), loaded.version(), settings.texts()),
                new Surroundings(MachineSamples.live(), DoctorReports.live(places)))) {
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
      awaitEnd(ending);
      terminal.err().println("hearth: stopping");
    }
    return ExitCodes.GOOD;
  }

  private void awaitEnd(Ending ending) throws InterruptedException {
    if (endsWith == null) {
      ending.await();
      return;
    }
    String owner = ProcessId.folder(endsWith);
    while (!ending.await(LOOK_AGAIN) && Roots.live(new ProcessCommandRunner()).exists(owner)) {
      // A twin serves nobody once its benchmark is gone.
    }
  }

  /** The embedded engine is run here and now: nothing is deployed. */
  private void requireOwn() {
    if (consent.dryRun
        || consent.deadline != null
        || keepGoingOnCpu
        || file != null
        || bundle != null
        || wishes.ofServicesOnly()) {
      throw new ProblemException(
          Problem.Kind.BAD_SETTING,
          "--manager, --image, --name, --set, --memory, --file, --bundle, --dry-run, --deadline and"
              + " --keep-going-on-cpu are for services",
          "Name one: hearth up immich-ml --dry-run");
    }
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
        acceleration.decide(Wishes.of(settings.compute()), consent.yes, progress),
        places.libraries(),
        settings.models().cacheFolder().resolve("shaders"));
  }

  private Map<String, String> overrides() {
    Map<String, String> overrides = new LinkedHashMap<>();
    if (wishes.port != null) {
      overrides.put("port", wishes.port.toString());
    }
    if (host != null) {
      overrides.put("host", host);
    }
    if (wishes.backend != null) {
      overrides.put("device", wishes.backend);
    }
    if (!wishes.accelerators.isEmpty()) {
      overrides.put("accelerator", String.join(",", wishes.accelerators));
    }
    return overrides;
  }
}
