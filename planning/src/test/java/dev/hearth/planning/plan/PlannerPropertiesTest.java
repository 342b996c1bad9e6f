package dev.hearth.planning.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.doctor.Doctor;
import dev.hearth.planning.service.ServiceCatalog;
import dev.hearth.planning.service.ServiceDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every plan, on every captured machine, however it is asked for. */
class PlannerPropertiesTest {
  private static final Map<String, List<Plan>> PLANS = new ConcurrentHashMap<>();

  static List<String> machines() {
    return CapturedSurvey.names();
  }

  private static List<Wish> wishes(ServiceDescription service) {
    List<Wish> wishes = new ArrayList<>(List.of(Wish.none()));
    service.backends().forEach(each -> wishes.add(Wish.none().on(each.backend())));
    service.supervisors().forEach(each -> wishes.add(by(each)));
    return wishes;
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

  /** All plans of a machine, made once. */
  private static List<Plan> plans(String machine) {
    return PLANS.computeIfAbsent(machine, name -> plans(CapturedSurvey.of(name)));
  }

  private static List<Plan> plans(Survey survey) {
    List<Plan> plans = new ArrayList<>();
    for (ServiceDescription service : ServiceCatalog.load().services()) {
      for (Wish wish : wishes(service)) {
        switch (Planner.plan(survey, service, Optional.empty(), wish)) {
          case Planned.Possible(Plan plan) -> plans.add(plan);
          case Planned.Refused refused -> assertThat(refused.problems()).isNotEmpty();
        }
      }
    }
    return plans;
  }

  @ParameterizedTest
  @MethodSource("machines")
  void onlyNodesThatAreThereArePassed(String machine) {
    Survey survey = CapturedSurvey.of(machine);
    Set<String> there =
        survey.accelerators().stream()
            .flatMap(each -> each.nodes().stream())
            .filter(DeviceNode::present)
            .map(DeviceNode::path)
            .collect(Collectors.toSet());

    assertThat(plans(survey))
        .allSatisfy(plan -> assertThat(there).containsAll(plan.access().nodes()));
  }

  @ParameterizedTest
  @MethodSource("machines")
  void groupsAreNeverKeptWithRunc(String machine) {
    Survey survey = CapturedSurvey.withRuntime(CapturedSurvey.of(machine), Reading.known("runc"));

    assertThat(plans(survey))
        .extracting(plan -> plan.access().groups())
        .doesNotContain(new Groups.Kept());
  }

  @ParameterizedTest
  @MethodSource("machines")
  void groupsAreKeptByRootlessPodmanOnly(String machine) {
    assertThat(plans(machine))
        .filteredOn(plan -> plan.access().groups() instanceof Groups.Kept)
        .allMatch(plan -> plan.rootless() && plan.engine() == Engine.PODMAN);
  }

  @ParameterizedTest
  @MethodSource("machines")
  void everyChoiceSaysWhy(String machine) {
    assertThat(plans(machine))
        .flatExtracting(Plan::choices)
        .allSatisfy(choice -> {
          assertThat(choice.reason()).isNotBlank();
          assertThat(choice.value()).isNotBlank();
        });
  }

  @ParameterizedTest
  @MethodSource("machines")
  void theCpuCanAlwaysBeHadWhereSomethingRunsTheService(String machine) {
    Survey survey = CapturedSurvey.of(machine);
    for (ServiceDescription service : ServiceCatalog.load().services()) {
      if (Doctor.runners(survey, service).isEmpty()) {
        continue;
      }
      Planned planned =
          Planner.plan(survey, service, Optional.empty(), Wish.none().on(Backend.CPU));
      assertThat(planned)
          .isInstanceOfSatisfying(
              Planned.Possible.class,
              it -> {
                assertThat(it.plan().access()).isEqualTo(Access.none());
                assertThat(it.plan().accelerators()).isEmpty();
              });
    }
  }

  @ParameterizedTest
  @MethodSource("machines")
  void aContainerHasAnImageAndAProgramHasNone(String machine) {
    assertThat(plans(machine))
        .allSatisfy(
            plan -> assertThat(plan.image().isPresent()).isEqualTo(plan.engine() != Engine.NONE));
  }
}
