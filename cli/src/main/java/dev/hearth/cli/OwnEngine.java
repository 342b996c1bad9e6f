package dev.hearth.cli;

import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.manager.Probe;
import dev.hearth.deployment.manager.State;
import dev.hearth.evidence.service.Running;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import dev.hearth.machine.usage.CommandLines;
import dev.hearth.machine.usage.ServiceMarks;
import dev.hearth.planning.service.ServiceDescription;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Hearth's own engine, where {@code hearth up} runs it in a terminal: no manager knows it. */
final class OwnEngine {
  /** The word of a command line behind which Hearth's own arguments begin. */
  static final String MAIN = "dev.hearth.cli.Main";

  /** Behind this word a twin names whom it ends with. */
  static final String ENDS_WITH = "--ends-with";

  static final int USUAL_PORT = 3003;

  private OwnEngine() {}

  /**
   * One that runs here.
   *
   * @param pid its number
   */
  record Engine(int pid, int port) {}

  /** All that run here, but for twins of a benchmark. */
  static List<Engine> all(Machine machine) {
    return CommandLines.with(machine, MAIN).entrySet().stream()
        .filter(each -> serves(each.getValue()))
        .map(each -> new Engine(each.getKey(), port(each.getValue())))
        .toList();
  }

  /** The engine that runs here; empty where none does. */
  static Optional<Running> find(Machine machine, ServiceDescription service) {
    return all(machine).stream().findFirst().map(engine -> running(engine, service));
  }

  /** Where it answers; empty where none runs. */
  static Optional<URI> address(Machine machine) {
    return all(machine).stream()
        .findFirst()
        .map(engine -> URI.create("http://127.0.0.1:" + engine.port()));
  }

  private static boolean serves(List<String> line) {
    int main = line.indexOf(MAIN);
    return main + 1 < line.size()
        && line.get(main + 1).equals("up")
        && !line.contains(ENDS_WITH)
        && isOwn(line.subList(main + 2, line.size()));
  }

  /** Not {@code hearth up immich-ml}, which deploys. */
  private static boolean isOwn(List<String> arguments) {
    return arguments.isEmpty()
        || arguments.getFirst().startsWith("-")
        || arguments.getFirst().equals("hearth");
  }

  private static Running running(Engine engine, ServiceDescription service) {
    return new Running(
        service,
        service.id(),
        Optional.empty(),
        Map.of(),
        new Running.Address("127.0.0.1", engine.port()),
        _ -> Reading.known(ServiceMarks.process(engine.pid())));
  }

  private static int port(List<String> line) {
    for (int at = 0; at < line.size(); at++) {
      String word = line.get(at);
      String value =
          word.startsWith("--port=")
              ? word.substring("--port=".length())
              : word.equals("--port") && at + 1 < line.size() ? line.get(at + 1) : "";
      if (value.matches("[0-9]{1,5}")) {
        return Integer.parseInt(value);
      }
    }
    return USUAL_PORT;
  }

  /** It can be looked at, and that is all. */
  static Manager manager(Machine machine) {
    return new Looked(machine);
  }

  private record Looked(Machine machine) implements Manager {
    @Override
    public void reload() {
      throw refused();
    }

    @Override
    public void restart() {
      throw refused();
    }

    @Override
    public void stop() {
      throw refused();
    }

    @Override
    public State state() {
      return new State(State.Phase.RUNNING, "running", 0);
    }

    @Override
    public boolean hasImage(String image) {
      return false;
    }

    @Override
    public void pull(String image, LongConsumer bytes) {
      throw refused();
    }

    @Override
    public List<String> devicesInside(List<String> nodes) {
      return nodes.stream().filter(machine::exists).toList();
    }

    @Override
    public Optional<String> trouble(Probe probe) {
      return Optional.empty();
    }

    @Override
    public List<String> log(Instant since) {
      throw new ProblemException(
          Problem.Kind.NOT_FOUND, "its log went to the terminal it was started from", "");
    }

    @Override
    public Words words() {
      return new Words("hearth up", "hearth up", "hearth verify hearth");
    }

    private static ProblemException refused() {
      return new ProblemException(
          Problem.Kind.UNAVAILABLE,
          "Hearth's engine runs in a terminal",
          "Stop it there with Ctrl-C, and start it anew: hearth up");
    }
  }
}
