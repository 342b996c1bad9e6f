package dev.hearth.cli;

import dev.hearth.cli.report.ExaminationJson;
import dev.hearth.cli.report.ExaminationText;
import dev.hearth.cli.report.Paint;
import dev.hearth.cli.report.SurveyText;
import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.doctor.Doctor;
import dev.hearth.planning.doctor.Examination;
import dev.hearth.planning.doctor.Verdict;
import dev.hearth.planning.service.ServiceCatalog;
import dev.hearth.planning.service.ServiceDescription;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code hearth doctor}: all prerequisites at once, each with evidence and remedy. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    header = "Check all that a service needs here, and say what to type where it is missing.",
    description = {
      "Changes nothing and needs no root; what only root would see is named as skipped.",
      "-v shows what is met, too, with its evidence and source.",
      "Exit code: 0 when each service asked for is ready, 1 when not."
    })
final class DoctorCommand implements Callable<Integer> {
  @Mixin RootOption root = new RootOption();

  @Option(names = "--json", description = "For scripts: the document hearth.doctor/1.")
  boolean json;

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  HearthCommand hearth;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      completionCandidates = ServiceNaming.Names.class,
      description = "immich-ml, ollama, finbert, hearth or one of your own; else all.")
  @Nullable String service;

  private final Terminal terminal;
  private final Places places;

  DoctorCommand(Terminal terminal, Places places) {
    this.terminal = terminal;
    this.places = places;
  }

  @Override
  public Integer call() {
    ServiceCatalog catalog = UserServices.catalog(places);
    List<ServiceDescription> asked =
        service == null ? catalog.services() : List.of(ServiceNaming.find(catalog, service));
    Survey survey = Looking.thorough(root.machine(), root.live());
    List<Examination> examinations =
        asked.stream().map(each -> Doctor.examine(survey, each)).toList();
    if (json) {
      terminal.out().println(Json.pretty(ExaminationJson.of(examinations, Version.current())));
    } else {
      show(survey, examinations);
    }
    return examinations.stream().allMatch(each -> each.verdict() == Verdict.READY)
        ? ExitCodes.GOOD
        : ExitCodes.NO;
  }

  private void show(Survey survey, List<Examination> examinations) {
    Paint paint = new Paint(terminal.colours());
    SurveyText.computer(survey.host(), paint).forEach(terminal.out()::println);
    terminal.out().println();
    ExaminationText.of(survey, examinations, paint, hearth.verbose)
        .forEach(terminal.out()::println);
  }
}
