package dev.hearth.evidence.verification;

import dev.hearth.deployment.manager.Target;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.usage.ServiceMarks;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How the processes of what a manager runs are known. */
public final class TargetMarks {
  private static final String[] ENGINES = {"docker", "podman"};
  private static final int ID_LENGTH = 64;

  private TargetMarks() {}

  /**
   * The marks of a target.
   *
   * @param machine asked for the ids of a compose service's containers
   * @param uid of this user, whose own systemd it may be
   */
  public static Reading<ServiceMarks> of(Machine machine, Target target, int uid) {
    return switch (target) {
      case Target.QuadletUnit quadlet ->
          Reading.known(ServiceMarks.unit(quadlet.unit(), owner(quadlet.user(), uid)));
      case Target.Unit unit ->
          Reading.known(ServiceMarks.unit(unit.unit(), owner(unit.user(), uid)));
      case Target.ComposeService compose -> containers(machine, compose);
    };
  }

  private static Optional<Integer> owner(boolean user, int uid) {
    return user ? Optional.of(uid) : Optional.empty();
  }

  private static Reading<ServiceMarks> containers(Machine machine, Target.ComposeService service) {
    Reading<ServiceMarks> none = Reading.unknown("neither Docker nor Podman is here");
    for (String engine : ENGINES) {
      if (machine.program(engine).isEmpty()) {
        continue;
      }
      Reading<Finished> listed =
          machine.output(
              engine,
              "ps",
              "--quiet",
              "--no-trunc",
              "--filter",
              "label=com.docker.compose.project=" + service.project(),
              "--filter",
              "label=com.docker.compose.service=" + service.service());
      Set<String> ids = listed.map(TargetMarks::ids).orElse(Set.of());
      if (!ids.isEmpty()) {
        return Reading.known(ServiceMarks.containers(ids));
      }
      none = Reading.unknown(engine + " lists no container of " + service.service());
    }
    return none;
  }

  /** Whatever else an engine prints is no id. */
  static Set<String> ids(Finished finished) {
    return finished
        .stdout()
        .lines()
        .map(String::strip)
        .filter(line -> line.length() == ID_LENGTH)
        .filter(line -> line.chars().allMatch(each -> Character.digit(each, 16) >= 0))
        .collect(Collectors.toSet());
  }
}
