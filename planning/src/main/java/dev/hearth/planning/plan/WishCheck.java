package dev.hearth.planning.plan;

import dev.hearth.machine.Problem;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.service.BackendSupport;
import dev.hearth.planning.service.ServiceDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Whether a service can be had as it is wished at all, whatever the machine. */
final class WishCheck {
  private WishCheck() {}

  static List<Problem> problems(ServiceDescription service, Wish wish) {
    List<Problem> problems = new ArrayList<>();
    wish.backend()
        .filter(backend -> service.on(backend).isEmpty())
        .ifPresent(backend -> problems.add(backend(service, backend)));
    wish.supervisor()
        .filter(supervisor -> !service.supervisors().contains(supervisor))
        .ifPresent(supervisor -> problems.add(supervisor(service, supervisor)));
    wish.port()
        .filter(port -> port < 1 || port > 65_535)
        .ifPresent(port ->
            problems.add(
                Problem.of(
                    Problem.Kind.BAD_SETTING,
                    "there is no port " + port,
                    "Take one from 1 to 65535")));
    return problems;
  }

  private static Problem backend(ServiceDescription service, Backend backend) {
    String known =
        service.backends().stream()
            .map(BackendSupport::backend)
            .map(Backend::key)
            .collect(Collectors.joining(", "));
    return Problem.of(
        Problem.Kind.UNPROCESSABLE,
        service.title() + " does not compute with " + backend.label(),
        "--backend takes one of " + known);
  }

  private static Problem supervisor(ServiceDescription service, Supervisor supervisor) {
    String known =
        service.supervisors().stream()
            .sorted()
            .map(Supervisor::key)
            .collect(Collectors.joining(", "));
    return Problem.of(
        Problem.Kind.UNPROCESSABLE,
        service.title() + " is not run by " + supervisor.key(),
        "--manager takes one of " + known);
  }
}
