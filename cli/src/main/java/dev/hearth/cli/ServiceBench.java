package dev.hearth.cli;

import dev.hearth.deployment.Preparation;
import dev.hearth.deployment.manager.Probe;
import dev.hearth.deployment.site.Installation;
import dev.hearth.evidence.benchmark.Benchmark;
import dev.hearth.evidence.benchmark.Comparison;
import dev.hearth.evidence.benchmark.Contestant;
import dev.hearth.evidence.benchmark.Turns;
import dev.hearth.evidence.benchmark.TwinContainer;
import dev.hearth.evidence.benchmark.Work;
import dev.hearth.evidence.workload.Http;
import dev.hearth.evidence.workload.OllamaModels;
import dev.hearth.evidence.workload.Probes;
import dev.hearth.evidence.workload.ServiceHttp;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.ProcessCommandRunner;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.capture.Roots;
import dev.hearth.planning.Backend;
import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Planned;
import dev.hearth.planning.plan.Planner;
import dev.hearth.planning.plan.Present;
import dev.hearth.planning.plan.Wish;
import dev.hearth.planning.service.ServiceDescription;
import dev.hearth.planning.service.Workload;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds a service, gives it a twin, has both measured, and removes what it started. */
final class ServiceBench {
  private static final String OLLAMA = "ollama";

  /** Takes the place of the options' first brace: more options of the same object. */
  private static final String OPTIONS = "\"options\": {";

  private final Terminal terminal;
  private final Places places;

  ServiceBench(Terminal terminal, Places places) {
    this.terminal = terminal;
    this.places = places;
  }

  Comparison run(String name, Wish wish, Optional<Path> file, Turns.Extent extent) {
    ServiceDescription service = ServiceNaming.find(UserServices.catalog(places), name);
    Workload workload =
        service
            .operation()
            .flatMap(operation -> operation.workload())
            .orElseThrow(() ->
                new ProblemException(
                    Problem.Kind.BAD_SETTING,
                    "What " + name + " is measured by is not described",
                    "docs/services.md: benchmark"));
    Keeper keeper = Keeper.looking(terminal, places);
    Installations installations = Installations.of(keeper, service);
    Installation installation =
        installations.one(file, wish.name()).orElseThrow(installations::none);
    Present present = installation.present();
    String nonce = Long.toString(System.nanoTime(), Character.MAX_RADIX);
    Benchmark.Subject subject = new Benchmark.Subject(service.id(), workload, addresses(keeper));
    try (ServiceHttp http = http(service, present)) {
      Running running = new Running(service, present, http, workload, nonce);
      return service.id().equals(OLLAMA)
          ? measure(subject, ollama(running), extent)
          : beside(keeper, running, wish, subject, extent);
    }
  }

  /** The service as it runs. */
  private record Running(
      ServiceDescription service, Present present, Http http, Workload workload, String nonce) {
    String name() {
      return present
          .image()
          .flatMap(image -> StatusCommand.backend(service, image))
          .map(Backend::key)
          .orElse("as it runs");
    }
  }

  /** The same server computes the same model without its GPU. */
  private static Benchmark.Contestants ollama(Running running) {
    Reading<String> chosen = OllamaModels.choose(running.http());
    String model =
        switch (chosen) {
          case Reading.Known<String>(String known) -> known;
          case Reading.Unknown<String>(String reason) ->
              throw new ProblemException(
                  Problem.Kind.NOT_FOUND, reason, "Fetch one, then measure again.");
        };
    Workload onCpu =
        new Workload(
            running.workload().path(),
            running.workload().body().replace(OPTIONS, OPTIONS + "\"num_gpu\": 0, "),
            running.workload().counts(),
            running.workload().says(),
            running.workload().source());
    Map<String, String> added = Map.of("model", Probes.quoted(model));
    return new Benchmark.Contestants(
        new Contestant(
            "as it runs",
            Optional.of(model),
            running.http(),
            work(running.workload(), running.nonce(), added),
            true),
        new Contestant(
            "cpu",
            Optional.of(model + ", num_gpu 0"),
            running.http(),
            work(onCpu, running.nonce() + "c", added),
            true));
  }

  private Comparison beside(
      Keeper keeper, Running running, Wish wish, Benchmark.Subject subject, Turns.Extent extent) {
    if (running.present().engine() == Engine.NONE) {
      throw new ProblemException(
          Problem.Kind.UNPROCESSABLE,
          running.service().id() + " runs without a container, and so would its twin",
          "Measure it by hand: run it once with and once without its accelerator.");
    }
    Plan onCpu = planned(keeper, running, wish);
    try (TwinContainer twin = new TwinContainer(keeper.runner(), onCpu, running.nonce())) {
      Thread undo = Thread.ofPlatform().unstarted(twin::close);
      Runtime.getRuntime().addShutdownHook(undo);
      said("starting a twin on the CPU: " + onCpu.image().orElse(""));
      Http http = twin.start();
      Work work = work(running.workload(), running.nonce(), Map.of());
      return measure(
          subject,
          new Benchmark.Contestants(
              new Contestant(
                  running.name(), running.present().image(), running.http(), work, false),
              new Contestant("cpu", onCpu.image(), http, work, false)),
          extent);
    }
  }

  private static Plan planned(Keeper keeper, Running running, Wish wish) {
    Planned planned =
        Planner.plan(
            keeper.survey(),
            running.service(),
            Optional.of(running.present()),
            new Wish(
                Optional.of(Backend.CPU),
                Optional.of(running.present().supervisor()),
                List.of(),
                wish.image(),
                wish.name(),
                wish.port(),
                wish.environment(),
                wish.memoryBytes()));
    return switch (planned) {
      case Planned.Possible(Plan plan) -> plan;
      case Planned.Refused(List<Problem> problems) ->
          throw new ProblemException(problems.getFirst());
    };
  }

  private Comparison measure(
      Benchmark.Subject subject, Benchmark.Contestants contestants, Turns.Extent extent) {
    return new Benchmark(
            () -> Roots.live(new ProcessCommandRunner()), System::nanoTime, Instant::now)
        .run(subject, contestants, extent, new Saying(extent));
  }

  /** Says on the error stream where it is. */
  private final class Saying implements Turns.Listener {
    private final Turns.Extent extent;

    private Saying(Turns.Extent extent) {
      this.extent = extent;
    }

    @Override
    public void warmsUp(String name) {
      said("warming up " + name + " (models are loaded, and compiled)");
    }

    @Override
    public void turn(String name, int round) {
      said(
          String.format(
              Locale.ROOT,
              "turn %d of %d: %s, %d s",
              round,
              extent.rounds(),
              name,
              extent.turn().toSeconds()));
    }
  }

  private void said(String sentence) {
    terminal.err().println("  … " + sentence);
  }

  private static Work work(Workload workload, String nonce, Map<String, String> added) {
    return switch (Work.of(workload, nonce, added)) {
      case Reading.Known<Work>(Work work) -> work;
      case Reading.Unknown<Work>(String reason) ->
          throw new ProblemException(
              Problem.Kind.BAD_SETTING, reason, "docs/services.md: benchmark");
    };
  }

  private static ServiceHttp http(ServiceDescription service, Present present) {
    if (Preparation.probe(Preparation.health(service), present)
        instanceof Probe.Http(String host, int port, String _)) {
      return new ServiceHttp(host, port);
    }
    throw new ProblemException(
        Problem.Kind.BAD_SETTING,
        "The port of " + service.id() + " is not described",
        "docs/services.md: health by http, with the port the service listens on");
  }

  private static List<PciAddress> addresses(Keeper keeper) {
    return keeper.survey().accelerators().stream()
        .flatMap(each -> each.pci().stream())
        .map(identity -> identity.address())
        .distinct()
        .toList();
  }
}
