package dev.hearth.cli;

import dev.hearth.deployment.render.Artifact;
import dev.hearth.deployment.render.Form;
import dev.hearth.deployment.render.Renderer;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Planned;
import dev.hearth.planning.plan.Planner;
import dev.hearth.planning.plan.Present;
import dev.hearth.planning.plan.Wish;
import dev.hearth.planning.service.ServiceDescription;
import dev.hearth.server.spelling.NearestName;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hearth render}: the files a plan comes to, on standard output or in a folder. */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    header = "Write the files with which a service would run here.",
    description = {
      "Changes nothing but the folder that --out names, and no file in it without --force.",
      "hearth plan says the reasons; the files have those of their variables beside them.",
      "Exit code: 0 when written, 1 when something is in the way."
    })
final class RenderCommand implements Callable<Integer> {
  @Mixin PlanOptions options = new PlanOptions();

  @Option(
      names = "--as",
      required = true,
      paramLabel = "FORM",
      completionCandidates = FormNames.class,
      description = "${COMPLETION-CANDIDATES}.")
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  String as;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write into this folder; it is made. Default: standard output.")
  @Nullable Path out;

  @Option(names = "--force", description = "Replace files of other content in --out.")
  boolean force;

  @Option(names = "--json", description = "For scripts: a list of name and text.")
  boolean json;

  private final Terminal terminal;
  private final Places places;

  RenderCommand(Terminal terminal, Places places) {
    this.terminal = terminal;
    this.places = places;
  }

  /** For shell completion. */
  static final class FormNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Form.values()).map(Form::key).iterator();
    }
  }

  @Override
  public Integer call() {
    Form form = form();
    ServiceDescription described =
        ServiceNaming.find(UserServices.catalog(places), options.service);
    Wish wish = options.wishes.wish();
    Machine machine = options.root.machine();
    Survey survey = Looking.thorough(machine, options.root.live());
    Optional<Present> present =
        options.root.live()
            ? Installations.present(machine, described, wish.name())
            : Optional.empty();
    ServiceDescription installed = Installations.installed(machine, described, present);
    return switch (planned(survey, installed, present, wish, form)) {
      case Planned.Possible(Plan plan) -> write(Renderer.render(plan, form));
      case Planned.Refused(List<Problem> problems) -> {
        problems.forEach(problem -> Problems.print(terminal, problem));
        yield ExitCodes.of(problems.getFirst().kind());
      }
    };
  }

  private Form form() {
    return Form.of(as.toLowerCase(Locale.ROOT))
        .orElseThrow(() -> {
          List<String> forms = Arrays.stream(Form.values()).map(Form::key).toList();
          return new ProblemException(
              Problem.Kind.BAD_SETTING,
              "--as cannot be " + as,
              NearestName.of(as, forms).map(near -> "Did you mean " + near + "? ").orElse("")
                  + "One of "
                  + String.join(", ", forms)
                  + ".");
        });
  }

  /**
   * Planned for whom the form is made; where that one cannot run the service here, for whom it can,
   * as the form can be read elsewhere.
   */
  private static Planned planned(
      Survey survey,
      ServiceDescription described,
      Optional<Present> present,
      Wish wish,
      Form form) {
    Optional<Supervisor> made = supervisor(form).filter(described.supervisors()::contains);
    if (wish.supervisor().isEmpty()
        && made.isPresent()
        && Planner.plan(survey, described, present, by(made.get(), wish))
            instanceof Planned.Possible possible) {
      return possible;
    }
    return Planner.plan(survey, described, present, wish);
  }

  private static Wish by(Supervisor supervisor, Wish wish) {
    return new Wish(
        wish.backend(),
        Optional.of(supervisor),
        wish.accelerators(),
        wish.image(),
        wish.name(),
        wish.port(),
        wish.environment(),
        wish.memoryBytes());
  }

  private static Optional<Supervisor> supervisor(Form form) {
    return switch (form) {
      case QUADLET -> Optional.of(Supervisor.QUADLET);
      case COMPOSE, COMPOSE_INLINE -> Optional.of(Supervisor.COMPOSE);
      case SYSTEMD -> Optional.of(Supervisor.SYSTEMD);
      case KUBERNETES -> Optional.of(Supervisor.KUBERNETES);
      case RUN -> Optional.empty();
    };
  }

  private int write(List<Artifact> files) {
    Path folder = out;
    if (folder != null) {
      List<String> said = new RenderedFiles(folder).write(files, force);
      if (!json) {
        said.forEach(terminal.out()::println);
        return ExitCodes.GOOD;
      }
    }
    if (json) {
      terminal.out().println(Json.pretty(files));
      return ExitCodes.GOOD;
    }
    for (Artifact file : files) {
      if (files.size() > 1) {
        terminal.out().println("# ---- " + file.name());
      }
      terminal.out().print(file.text());
    }
    terminal.out().flush();
    return ExitCodes.GOOD;
  }
}
