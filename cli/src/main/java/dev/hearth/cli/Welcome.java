package dev.hearth.cli;

import dev.hearth.cli.report.Paint;
import dev.hearth.cli.report.SurveyText;
import dev.hearth.cli.report.Wrapped;
import dev.hearth.machine.Machine;
import dev.hearth.machine.survey.InstalledService;
import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.Backend;
import dev.hearth.planning.service.ServiceCatalog;
import dev.hearth.planning.service.ServiceDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code hearth} alone: this machine, its accelerators, the services found, what to do next. */
final class Welcome {
  private static final int INDENT = 15;

  private Welcome() {}

  static int show(Terminal terminal) {
    Machine machine = RootOption.machine(null);
    Survey survey = Looking.quick(machine, true);
    List<String> lines =
        new ArrayList<>(
            SurveyText.of(
                survey, each -> Backends.of(survey, each), new Paint(terminal.colours())));
    List<ServiceDescription> found = new ArrayList<>();
    for (ServiceDescription service : ServiceCatalog.load().services()) {
      installed(machine, survey, service)
          .ifPresent(where -> {
            lines.addAll(Wrapped.labelled("Service", service.id() + ", by " + where, INDENT));
            found.add(service);
          });
    }
    if (!found.isEmpty()) {
      lines.add(lines.size() - found.size(), "");
    }
    String asked = found.isEmpty() ? "immich-ml" : found.getFirst().id();
    lines.add("");
    lines.add("Next");
    lines.add("    hearth up                 serve photos and texts on this machine");
    lines.add(
        "    hearth doctor "
            + asked
            + " ".repeat(Math.max(1, 12 - asked.length()))
            + "what "
            + asked
            + " wants here; alone: of all services");
    lines.add("    hearth fit FILE           does this model fit, and where would it lie");
    lines.add("    hearth --help             all commands");
    lines.forEach(terminal.out()::println);
    return ExitCodes.GOOD;
  }

  /** Where a service was set up, as far as files tell. */
  private static Optional<String> installed(
      Machine machine, Survey survey, ServiceDescription service) {
    Stream<String> quadlets =
        InstalledService.quadlets(machine, survey.host().account()).stream()
            .filter(each -> repositories(service).anyMatch(each::runs))
            .map(InstalledService::path);
    Stream<String> programs =
        InstalledService.program(machine, service.id()).map(InstalledService::path).stream()
            .filter(_ -> !service.id().equals("hearth"));
    return Stream.concat(quadlets, programs).findFirst();
  }

  private static Stream<String> repositories(ServiceDescription service) {
    return Stream.of(Backend.values())
        .flatMap(backend -> service.image(backend).stream())
        .map(image -> image.substring(0, Math.max(image.lastIndexOf(':'), 0)))
        .distinct();
  }
}
