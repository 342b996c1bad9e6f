package dev.hearth.deployment.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Machine;
import dev.hearth.machine.capture.Roots;
import dev.hearth.machine.host.HostProbe;
import dev.hearth.machine.nvml.NvidiaSmi;
import dev.hearth.machine.survey.Survey;
import dev.hearth.machine.survey.Surveyor;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Planned;
import dev.hearth.planning.plan.Planner;
import dev.hearth.planning.plan.Wish;
import dev.hearth.planning.service.ServiceCatalog;
import dev.hearth.planning.service.ServiceDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The planner's own plans, for every captured machine, every service and every supervisor. */
class EveryMachineTest {
  private static final Path MACHINES =
      Path.of(System.getProperty("hearth.root"), "machine/src/test/resources/machines");

  static Stream<Path> machines() throws IOException {
    try (Stream<Path> files = Files.list(MACHINES)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList().stream();
    }
  }

  private static Wish by(Supervisor supervisor) {
    return new Wish(
        Optional.empty(),
        Optional.of(supervisor),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }

  private static Stream<Plan> plans(Survey survey) {
    return ServiceCatalog.load().services().stream()
        .flatMap(service ->
            service.supervisors().stream()
                .sorted()
                .flatMap(supervisor -> plan(survey, service, by(supervisor))));
  }

  private static Stream<Plan> plan(Survey survey, ServiceDescription service, Wish wish) {
    return Planner.plan(survey, service, Optional.empty(), wish)
            instanceof Planned.Possible(Plan plan)
        ? Stream.of(plan)
        : Stream.empty();
  }

  @ParameterizedTest
  @MethodSource("machines")
  void whatIsPlannedHereIsWrittenOrRefusedWithARemedy(Path capture) {
    Machine machine = Roots.open(capture);
    Survey survey = Surveyor.survey(machine, new NvidiaSmi(machine), HostProbe.Depth.THOROUGH);
    List<Plan> plans = plans(survey).toList();
    for (Plan plan : plans) {
      for (Form form : Form.values()) {
        for (Artifact file : GoldenFilesTest.files(plan, form)) {
          String what = plan.service().id() + " as " + form.key() + ": " + file.name();
          assertThat(file.text()).as(what).isNotBlank().doesNotContain("{version}", "null");
          if (file.name().endsWith(".yml") || file.name().endsWith(".yaml")) {
            assertThat(YamlTree.all(file.text())).as(what).isNotEmpty();
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("machines")
  void theFormOfThePlansOwnSupervisorIsNeverRefused(Path capture) {
    Machine machine = Roots.open(capture);
    Survey survey = Surveyor.survey(machine, new NvidiaSmi(machine), HostProbe.Depth.THOROUGH);
    plans(survey)
        .forEach(plan ->
            forms(plan.supervisor())
                .forEach(form ->
                    assertThat(GoldenFilesTest.files(plan, form))
                        .as(plan.service().id() + " " + plan.backend() + " as " + form.key())
                        .allSatisfy(file -> assertThat(file.name()).isNotEqualTo("refused.txt"))));
  }

  private static List<Form> forms(Supervisor supervisor) {
    return switch (supervisor) {
      case QUADLET -> List.of(Form.QUADLET, Form.RUN, Form.SYSTEMD);
      case COMPOSE -> List.of(Form.COMPOSE, Form.COMPOSE_INLINE, Form.RUN, Form.SYSTEMD);
      case SYSTEMD -> List.of(Form.SYSTEMD);
      case KUBERNETES -> List.of(Form.KUBERNETES);
      case EMBEDDED -> List.of();
    };
  }
}
