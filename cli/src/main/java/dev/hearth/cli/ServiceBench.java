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
import dev.hearth.evidence.service.ModelCache;
import dev.hearth.evidence.service.Running;
import dev.hearth.evidence.workload.Http;
import dev.hearth.evidence.workload.OllamaModels;
import dev.hearth.evidence.workload.PhotoTasks;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds a service that is set up here, and gives it a twin without the accelerator. */
final class ServiceBench {
  static final String TWIN = "cpu twin";
  private static final String OLLAMA = "ollama";
  private static final String IMMICH = "immich-ml";

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
   * @param which installation of it
   * @param address where it answers; empty for where its files say
   * @param image of the twin
   */
  record Asked(
      ServiceDescription service,
      InstallationOptions which,
      Optional<Running.Address> address,
      Optional<String> image) {}

  /** Two services that can be asked. */
  record Contest(Work work, String notes, Benchmark.Contestants contestants) {}

  /** The service as it runs. */
  private record Found(
      Running running, Manager manager, Present present, Http http, Workload workload) {}

  /** Unlike that of any run before: an answer out of a cache measures nothing. */
  private static String nonce() {
    return Long.toString(System.nanoTime(), Character.MAX_RADIX);
  }

  /** Both, ready to work. */
  Contest prepare(Asked asked) {
    ServiceDescription service = asked.service();
    Workload workload = workload(service);
    Installation installation = asked.which().one(Installations.of(keeper, service));
    RunningServices.Found found = new RunningServices(keeper).of(service, installation);
    requireRunning(service, found.manager());
    Found running =
        new Found(
            found.running(),
            found.manager(),
            installation.present(),
            http(asked.address().orElse(found.running().address())),
            workload);
    return switch (service.id()) {
      case OLLAMA -> ollama(running);
      case IMMICH -> immich(running, asked);
      default -> {
        Work work = work(workload, nonce(), Map.of());
        yield new Contest(work, workload.says(), beside(running, asked, work));
      }
    };
  }

  /** Only models that are there are asked: another would be fetched, by the twin as well. */
  private Contest immich(Found found, Asked asked) {
    Running running = found.running();
    var own =
        new dev.hearth.evidence.service.Work(
            running.environment(),
            new ModelCache(running, found.manager(), keeper.machine())::names,
            nonce());
    PhotoTasks tasks = own.photo();
    Work work = Work.of(Probes.immich(tasks));
    return new Contest(
        work,
        "Each request: " + tasks.what() + ". " + found.workload().says(),
        beside(found, asked, work));
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
  private Contest ollama(Found found) {
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
    Work work = work(workload, nonce(), added);
    return new Contest(
        work,
        workload.says(),
        new Benchmark.Contestants(
            new Contestant("as it runs", Optional.of(model), found.http(), work, handover),
            new Contestant(
                TWIN,
                Optional.of(model + ", num_gpu 0"),
                found.http(),
                work(onCpu, nonce() + "c", added),
                handover.onCpu())));
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

  private Benchmark.Contestants beside(Found found, Asked asked, Work work) {
    if (found.present().engine() == Engine.NONE) {
      throw new ProblemException(
          Problem.Kind.UNPROCESSABLE,
          asked.service().id() + " runs without a container, and so would its twin",
          "Measure it by hand: run it once with and once without its accelerator.");
    }
    TwinNetwork network = TwinNetwork.of(asked.service(), found.present());
    Plan onCpu = planned(found, asked, network);
    String owner = ProcessId.own(keeper.machine()).orElse(nonce());
    TwinContainer twin = new TwinContainer(keeper.runner(), onCpu, owner, network.port());
    twin.removeLeftovers(this::lives);
    interruption.undoes(twin::close);
    said.accept("starting a twin on the CPU: " + onCpu.image().orElse(""));
    Http http = twin.start();
    String name =
        Expected.Built.of(asked.service(), found.present().image())
            .backend()
            .map(Backend::key)
            .orElse("as it runs");
    return new Benchmark.Contestants(
        new Contestant(name, found.present().image(), found.http(), work, Handover.none()),
        new Contestant(TWIN, onCpu.image(), http, work, Handover.none()));
  }

  private boolean lives(String pid) {
    return pid.matches("[0-9]{1,9}")
        && keeper.again().exists(ProcessId.folder(Integer.parseInt(pid)));
  }

  private Plan planned(Found found, Asked asked, TwinNetwork network) {
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
                none.name(),
                network.port(),
                network.environment(),
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
