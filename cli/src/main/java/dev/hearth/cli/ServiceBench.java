package dev.hearth.cli;

import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.manager.State;
import dev.hearth.deployment.site.Installation;
import dev.hearth.evidence.benchmark.Benchmark;
import dev.hearth.evidence.benchmark.Contestant;
import dev.hearth.evidence.benchmark.Handover;
import dev.hearth.evidence.benchmark.OllamaHandover;
import dev.hearth.evidence.benchmark.TwinContainer;
import dev.hearth.evidence.benchmark.Work;
import dev.hearth.evidence.service.Expected;
import dev.hearth.evidence.service.Running;
import dev.hearth.evidence.workload.Http;
import dev.hearth.evidence.workload.OllamaModels;
import dev.hearth.evidence.workload.Probes;
import dev.hearth.evidence.workload.ServiceHttp;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import dev.hearth.machine.usage.ProcessId;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds a service that is set up here, and gives it a twin without the accelerator. */
final class ServiceBench {
  static final String TWIN = "cpu twin";
  private static final String OLLAMA = "ollama";

  /** Takes the place of the options' first brace: more options of the same object. */
  private static final String OPTIONS = "\"options\": {";

  private final Keeper keeper;
  private final Interruption interruption;
  private final Consumer<String> said;

  /**
   * Finds and starts.
   *
   * @param interruption told what is to be undone
   * @param said told what takes time
   */
  ServiceBench(Keeper keeper, Interruption interruption, Consumer<String> said) {
    this.keeper = keeper;
    this.interruption = interruption;
    this.said = said;
  }

  /**
   * Which service, and what of its twin is not as it is planned.
   *
   * @param file of it
   * @param name of its container or unit
   * @param image of the twin
   */
  record Asked(
      ServiceDescription service,
      Optional<Path> file,
      Optional<String> name,
      Optional<String> image) {}

  /** Two services that can be asked. */
  record Contest(String unit, String notes, Benchmark.Contestants contestants) {}

  /** The service as it runs. */
  private record Found(Running running, Present present, Http http, Workload workload) {
    String nonce() {
      return Long.toString(System.nanoTime(), Character.MAX_RADIX);
    }
  }

  /** Both, ready to work. */
  Contest prepare(Asked asked) {
    ServiceDescription service = asked.service();
    Workload workload = workload(service);
    Installations installations = Installations.of(keeper, service);
    Installation installation =
        installations.one(asked.file(), asked.name()).orElseThrow(installations::none);
    RunningServices.Found found = new RunningServices(keeper).of(service, installation);
    requireRunning(service, found.manager());
    Found running =
        new Found(
            found.running(), installation.present(), http(found.running().address()), workload);
    return new Contest(
        workload.counts(),
        workload.says(),
        service.id().equals(OLLAMA) ? ollama(running) : beside(running, asked));
  }

  private static Workload workload(ServiceDescription service) {
    return service
        .operation()
        .flatMap(operation -> operation.workload())
        .orElseThrow(() ->
            new ProblemException(
                Problem.Kind.BAD_SETTING,
                "What " + service.id() + " is measured by is not described",
                "docs/services.md: benchmark"));
  }

  private static void requireRunning(ServiceDescription service, Manager manager) {
    State state = manager.state();
    if (state.phase() != State.Phase.RUNNING) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              service.id() + " does not run",
              state.detail(),
              "Start it: " + manager.words().restart()));
    }
  }

  /** A way to a service that ends with the benchmark. */
  private Http http(Running.Address address) {
    ServiceHttp http = new ServiceHttp(address.host(), address.port());
    interruption.undoes(http::close);
    return http;
  }

  /** The same server computes the same model without its GPU. */
  private Benchmark.Contestants ollama(Found found) {
    String model =
        switch (OllamaModels.choose(found.http())) {
          case Reading.Known<String>(String known) -> known;
          case Reading.Unknown<String>(String reason) ->
              throw new ProblemException(
                  Problem.Kind.NOT_FOUND, reason, "Fetch one, then measure again.");
        };
    Workload workload = found.workload();
    Workload onCpu =
        new Workload(
            workload.path(),
            workload.body().replace(OPTIONS, OPTIONS + "\"num_gpu\": 0, "),
            workload.counts(),
            workload.says(),
            workload.source());
    Map<String, String> added = Map.of("model", Probes.quoted(model));
    OllamaHandover handover = OllamaHandover.asItRuns(found.http(), model, System::nanoTime);
    leave(handover);
    return new Benchmark.Contestants(
        new Contestant(
            "as it runs",
            Optional.of(model),
            found.http(),
            work(workload, found.nonce(), added),
            handover),
        new Contestant(
            TWIN,
            Optional.of(model + ", num_gpu 0"),
            found.http(),
            work(onCpu, found.nonce() + "c", added),
            handover.onCpu()));
  }

  /** As it was found: the model in memory on its GPU, or not at all. */
  private void leave(OllamaHandover handover) {
    boolean wasLoaded = handover.isLoaded();
    interruption.undoes(() -> {
      handover.unload();
      if (wasLoaded && !interruption.came()) {
        handover.load();
      }
    });
  }

  private Benchmark.Contestants beside(Found found, Asked asked) {
    if (found.present().engine() == Engine.NONE) {
      throw new ProblemException(
          Problem.Kind.UNPROCESSABLE,
          asked.service().id() + " runs without a container, and so would its twin",
          "Measure it by hand: run it once with and once without its accelerator.");
    }
    Plan onCpu = planned(found, asked);
    String owner = ProcessId.own(keeper.machine()).orElse(found.nonce());
    TwinContainer twin = new TwinContainer(keeper.runner(), onCpu, owner);
    twin.removeLeftovers(pid -> keeper.again().exists("/proc/" + pid));
    interruption.undoes(twin::close);
    said.accept("starting a twin on the CPU: " + onCpu.image().orElse(""));
    Http http = twin.start();
    Work work = work(found.workload(), found.nonce(), Map.of());
    String name =
        Expected.Built.of(asked.service(), found.present().image())
            .backend()
            .map(Backend::key)
            .orElse("as it runs");
    return new Benchmark.Contestants(
        new Contestant(name, found.present().image(), found.http(), work, Handover.none()),
        new Contestant(TWIN, onCpu.image(), http, work, Handover.none()));
  }

  private Plan planned(Found found, Asked asked) {
    Wish none = Wish.none();
    Planned planned =
        Planner.plan(
            keeper.survey(),
            asked.service(),
            Optional.of(found.present()),
            new Wish(
                Optional.of(Backend.CPU),
                Optional.of(found.present().supervisor()),
                List.of(),
                asked.image(),
                asked.name(),
                none.port(),
                none.environment(),
                none.memoryBytes()));
    return switch (planned) {
      case Planned.Possible(Plan plan) -> plan;
      case Planned.Refused(List<Problem> problems) ->
          throw new ProblemException(problems.getFirst());
    };
  }

  private static Work work(Workload workload, String nonce, Map<String, String> added) {
    return switch (Work.of(workload, nonce, added)) {
      case Reading.Known<Work>(Work work) -> work;
      case Reading.Unknown<Work>(String reason) ->
          throw new ProblemException(
              Problem.Kind.BAD_SETTING, reason, "docs/services.md: benchmark");
    };
  }
}
