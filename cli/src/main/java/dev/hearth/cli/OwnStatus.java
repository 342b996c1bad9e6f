package dev.hearth.cli;

import dev.hearth.cli.report.ServiceStatus;
import dev.hearth.deployment.manager.State;
import dev.hearth.evidence.workload.Ask;
import dev.hearth.evidence.workload.HearthModels;
import dev.hearth.evidence.workload.Http;
import dev.hearth.evidence.workload.Reply;
import dev.hearth.evidence.workload.ServiceHttp;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How the engines are that {@code hearth up} runs here: no file describes them. */
final class OwnStatus {
  static final String ID = "hearth";
  private static final String PING = "/ping";
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private OwnStatus() {}

  /** All of them. */
  static List<ServiceStatus> all(Machine machine, VerdictStore verdicts) {
    return OwnEngine.all(machine).stream()
        .map(engine -> {
          try (ServiceHttp http = new ServiceHttp("127.0.0.1", engine.port())) {
            return of(engine, http, verdicts);
          }
        })
        .toList();
  }

  /** One, asked for its health and its devices. */
  static ServiceStatus of(OwnEngine.Engine engine, Http http, VerdictStore verdicts) {
    Optional<String> trouble = trouble(http);
    return new ServiceStatus(
        ID,
        "hearth up, process " + engine.pid() + ", port " + engine.port(),
        List.of(),
        new State(State.Phase.RUNNING, "running", 0),
        trouble,
        Optional.empty(),
        trouble.isEmpty() ? HearthModels.backend(http) : Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        verdicts.last(ID, ID));
  }

  private static Optional<String> trouble(Http http) {
    return switch (http.send(Ask.get(PING), PATIENCE)) {
      case Reading.Known<Reply>(Reply reply) when reply.ok() -> Optional.empty();
      case Reading.Known<Reply>(Reply reply) -> Optional.of(PING + " answered " + reply.status());
      case Reading.Unknown<Reply>(String reason) -> Optional.of(reason);
    };
  }
}
