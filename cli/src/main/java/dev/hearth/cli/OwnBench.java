package dev.hearth.cli;

import dev.hearth.evidence.benchmark.Benchmark;
import dev.hearth.evidence.benchmark.Contestant;
import dev.hearth.evidence.benchmark.Handover;
import dev.hearth.evidence.benchmark.TwinProcess;
import dev.hearth.evidence.benchmark.Work;
import dev.hearth.evidence.service.Running;
import dev.hearth.evidence.workload.Ask;
import dev.hearth.evidence.workload.HearthModels;
import dev.hearth.evidence.workload.Http;
import dev.hearth.evidence.workload.Reply;
import dev.hearth.evidence.workload.ServiceHttp;
import dev.hearth.evidence.workload.Workload;
import dev.hearth.machine.Command;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import dev.hearth.planning.Backend;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds Hearth's engine where it runs, and gives it a twin: the same program on the CPU. */
final class OwnBench {
  private static final Duration START = Duration.ofMinutes(2);

  private static final Duration ASKED = Duration.ofSeconds(5);
  private static final int UNAUTHORIZED = 401;

  private final Keeper keeper;
  private final Interruption interruption;
  private final Consumer<String> said;

  /**
   * Finds and starts.
   *
   * @param interruption told what is to be undone
   * @param said told what takes time
   */
  OwnBench(Keeper keeper, Interruption interruption, Consumer<String> said) {
    this.keeper = keeper;
    this.interruption = interruption;
    this.said = said;
  }

  /**
   * Both, ready to work.
   *
   * @param address of the one that is meant; empty where there is only one
   */
  ServiceBench.Contest prepare(Optional<Running.Address> address) {
    List<OwnEngine.Engine> engines = OwnEngine.all(keeper.machine());
    Running.Address at = address.orElseGet(() -> only(engines));
    Optional<OwnEngine.Engine> engine =
        engines.stream().filter(each -> each.port() == at.port()).findFirst();
    ServiceHttp running = new ServiceHttp(at.host(), at.port());
    interruption.undoes(running::close);
    Workload workload = workload(running, at);
    Command command =
        switch (OwnTwin.command(keeper.machine(), engine.map(it -> Integer.toString(it.pid())))) {
          case Reading.Known<Command>(Command known) -> known;
          case Reading.Unknown<Command>(String reason) ->
              throw new ProblemException(
                  new Problem(
                      Problem.Kind.UNAVAILABLE,
                      "The twin on the CPU cannot be started",
                      reason,
                      "Start hearth bench as the user whom the engine runs as."));
        };
    TwinProcess twin = new TwinProcess(keeper.runner(), command);
    interruption.undoes(twin::close);
    said.accept("starting a twin on the CPU: hearth up --backend cpu");
    Http onCpu = twin.start(START);
    Work work = Work.of(workload);
    String name = HearthModels.backend(running).map(Backend::key).orElse("as it runs");
    return new ServiceBench.Contest(
        work,
        "Each request: " + workload.what() + ", by a model that is loaded",
        new Benchmark.Contestants(
            new Contestant(name, Optional.empty(), running, work, Handover.none()),
            new Contestant(ServiceBench.TWIN, Optional.empty(), onCpu, work, Handover.none())));
  }

  /** Where nobody says otherwise: the one that is seen, or the usual place. */
  private static Running.Address only(List<OwnEngine.Engine> engines) {
    if (engines.size() > 1) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNPROCESSABLE,
              "Hearth's engine runs " + engines.size() + " times here",
              "on the ports "
                  + String.join(
                      ", ", engines.stream().map(each -> Integer.toString(each.port())).toList()),
              "Name one: hearth bench hearth --address 127.0.0.1:" + engines.getFirst().port()));
    }
    return new Running.Address(
        "127.0.0.1",
        engines.stream().findFirst().map(OwnEngine.Engine::port).orElse(OwnEngine.USUAL_PORT));
  }

  private static Workload workload(Http http, Running.Address at) {
    return switch (HearthModels.choose(http)) {
      case Reading.Known<Workload>(Workload workload) -> workload;
      case Reading.Unknown<Workload>(String reason) ->
          throw new ProblemException(
              new Problem(
                  Problem.Kind.UNAVAILABLE,
                  "Hearth's engine at " + at.host() + ":" + at.port() + " cannot be measured",
                  reason,
                  remedy(http)));
    };
  }

  private static String remedy(Http http) {
    if (!(http.send(Ask.get("/ping"), ASKED) instanceof Reading.Known<Reply>)) {
      return "Start it: hearth up; or say where it is: --address 127.0.0.1:PORT";
    }
    return http.send(Ask.get("/v1/models"), ASKED)
        .map(reply ->
            reply.status() == UNAUTHORIZED
                ? "Start it without its token while it is measured."
                : "Start it with its starter models: hearth up; or send it a photo.")
        .orElse("hearth up says what is wrong with it.");
  }
}
