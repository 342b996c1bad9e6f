package dev.hearth.cli;

import dev.hearth.inference.engine.LocalEngine;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.store.ModelPuller;
import dev.hearth.inference.store.ModelStore;
import dev.hearth.inference.store.Progress;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.server.HearthServer;
import dev.hearth.server.api.About;
import dev.hearth.server.settings.Settings;
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
      description = "What computes: auto, cpu. Never something else than asked for.")
  @Nullable String backend;

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
    DeviceChoice device = DeviceChoice.of(settings.compute().device());
    Greeting greeting = new Greeting(terminal, Version.current(), settings.log().colour());
    greeting.opens(settings, device);
    Progress progress = new ProgressBar(terminal, System::nanoTime);
    ModelStore store = Assembly.store(settings);
    ModelPuller puller = Assembly.puller(settings, places, store);
    boolean wanted = starter && settings.models().preload().isEmpty();
    List<Task> starters = wanted ? StarterFetch.run(terminal, store, puller, progress) : List.of();
    try (Ending ending = Ending.onSignal();
        LocalEngine engine = Assembly.engine(settings, places.libraries(), puller, progress);
        HearthServer server =
            HearthServer.start(
                settings.http(), engine, About.of(Version.current(), settings.texts()))) {
      greeting.serves(server.address(), store);
      greeting.shows(Rehearsal.warmUp(engine, starters), server.address());
      ending.await();
      terminal.err().println("hearth: stopping");
    }
    return ExitCodes.GOOD;
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
    return overrides;
  }
}
