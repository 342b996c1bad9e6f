package dev.hearth.planning.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Problem;
import dev.hearth.machine.Reading;
import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.service.Health;
import dev.hearth.planning.service.ServiceCatalog;
import dev.hearth.planning.service.ServiceDescription;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
  private static final String IMMICH = "ghcr.io/immich-app/immich-machine-learning";

  private static ServiceDescription service(String id) {
    return ServiceCatalog.load().find(id).orElseThrow();
  }

  private static Plan plan(String machine, String service, Wish wish) {
    return possible(
        Planner.plan(CapturedSurvey.of(machine), service(service), Optional.empty(), wish));
  }

  private static Plan possible(Planned planned) {
    assertThat(planned).isInstanceOf(Planned.Possible.class);
    return ((Planned.Possible) planned).plan();
  }

  private static List<Problem> refused(Planned planned) {
    assertThat(planned).isInstanceOf(Planned.Refused.class);
    return ((Planned.Refused) planned).problems();
  }

  private static Wish wish(
      List<String> accelerators, Optional<String> image, Map<String, String> environment) {
    return new Wish(
        Optional.empty(),
        Optional.empty(),
        accelerators,
        image,
        Optional.empty(),
        Optional.empty(),
        environment,
        Optional.empty());
  }

  private static Wish managedBy(Supervisor supervisor, Optional<Integer> port) {
    return new Wish(
        Optional.empty(),
        Optional.of(supervisor),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        port,
        Map.of(),
        Optional.empty());
  }

  private static Present quadlet(String image, Map<String, String> environment) {
    return new Present(
        "immich-ml",
        Supervisor.QUADLET,
        Engine.PODMAN,
        true,
        Optional.of(image),
        environment,
        List.of(new Port("127.0.0.1", 3010, 3003)),
        false,
        List.of(new Mount("models", "/cache", false)));
  }

  private static Plan over(Present present, Wish wish) {
    return possible(
        Planner.plan(
            CapturedSurvey.of("780m-32gb"), service("immich-ml"), Optional.of(present), wish));
  }

  private static Optional<Choice> choice(Plan plan, String what) {
    return plan.choices().stream().filter(each -> each.what().equals(what)).findFirst();
  }

  private static Optional<String> variable(Plan plan, String name) {
    return plan.environment().stream()
        .filter(each -> each.name().equals(name))
        .map(Variable::value)
        .findFirst();
  }

  @Nested
  class AnImage {
    @ParameterizedTest
    @CsvSource({
      "v2.7.5,             v2.7.5-rocm",
      "v2.7.5-openvino,    v2.7.5-rocm",
      "release,            release-rocm",
      "release-cuda,       release-rocm",
      "v3,                 v3-rocm",
      "commit-0123abc,     commit-0123abc-rocm",
    })
    void keepsTheVersionThatRunsNow(String now, String then) {
      assertThat(over(quadlet(IMMICH + ":" + now, Map.of()), Wish.none()).image())
          .contains(IMMICH + ":" + then);
    }

    @Test
    void thatIsPinnedStaysPinnedWhereItsTagStays() {
      String pinned = IMMICH + ":v3.1.0-rocm@sha256:" + "0".repeat(64);

      assertThat(over(quadlet(pinned, Map.of()), Wish.none()).image()).contains(pinned);
      assertThat(over(quadlet(pinned, Map.of()), Wish.none().on(Backend.CPU)).image())
          .contains(IMMICH + ":v3.1.0");
    }

    @Test
    void ofTheVersionThatRunsDecidesWhatIsExamined() {
      Plan old = over(quadlet(IMMICH + ":v2.4.1", Map.of()), Wish.none());

      assertThat(old.service().version()).hasToString("Optional[2.4.1]");
      assertThat(variable(old, "HSA_OVERRIDE_GFX_VERSION")).contains("11.0.0");
      assertThat(variable(old, "MACHINE_LEARNING_WORKER_TIMEOUT")).isEmpty();
    }

    @Test
    void thatWasNeverPublishedIsRefused() {
      List<Problem> problems =
          refused(
              Planner.plan(
                  CapturedSurvey.of("780m-32gb"),
                  service("immich-ml"),
                  Optional.of(quadlet(IMMICH + ":v2.5.5", Map.of())),
                  Wish.none()));

      assertThat(problems).singleElement().extracting(Problem::remedy).asString().contains("2.5.6");
    }

    @Test
    void ofOllamaThatMovesOnIsTheOneOfItsBackend() {
      Present latest =
          new Present(
              "ollama",
              Supervisor.QUADLET,
              Engine.PODMAN,
              true,
              Optional.of("ollama/ollama"),
              Map.of(),
              List.of(),
              true,
              List.of());
      Present tagged =
          new Present(
              "ollama",
              Supervisor.QUADLET,
              Engine.PODMAN,
              true,
              Optional.of("ollama/ollama:latest"),
              Map.of(),
              List.of(),
              true,
              List.of());
      Survey survey = CapturedSurvey.of("780m-32gb");

      assertThat(
              possible(Planner.plan(survey, service("ollama"), Optional.of(tagged), Wish.none()))
                  .image())
          .contains("ollama/ollama:rocm");
      assertThat(
              possible(Planner.plan(survey, service("ollama"), Optional.of(latest), Wish.none()))
                  .image())
          .contains("ollama/ollama:0.33.0-rocm");
    }

    @Test
    void canBeATagAlone() {
      Wish tag = wish(List.of(), Optional.of(":v2.7.0-rocm"), Map.of());

      Plan plan = plan("780m-32gb", "immich-ml", tag);
      assertThat(plan.image()).contains(IMMICH + ":v2.7.0-rocm");
      assertThat(choice(plan, "image").orElseThrow().reason()).isEqualTo("you asked for it");
    }
  }

  @Nested
  class WhatIsThere {
    private final Present present =
        quadlet(
            IMMICH + ":v3.1.0",
            Map.of(
                "MACHINE_LEARNING_WORKER_TIMEOUT", "3600", "HSA_OVERRIDE_GFX_VERSION", "11.0.0"));

    @Test
    void keepsItsNamePortsAndMounts() {
      Plan plan = over(present, Wish.none());

      assertThat(plan.name()).isEqualTo("immich-ml");
      assertThat(plan.ports()).containsExactly(new Port("127.0.0.1", 3010, 3003));
      assertThat(plan.mounts()).containsExactly(new Mount("models", "/cache", false));
    }

    @Test
    void keepsWhatItsOwnerTuned() {
      assertThat(variable(over(present, Wish.none()), "MACHINE_LEARNING_WORKER_TIMEOUT"))
          .contains("3600");
    }

    @Test
    void isToldOfAnOverrideThatCanBreakIt() {
      assertThat(over(present, Wish.none()).advice())
          .anyMatch(each -> each.startsWith("Take HSA_OVERRIDE_GFX_VERSION=11.0.0 out"));
    }

    @Test
    void isToldWhereNothingKeepsItsModels() {
      Present bare =
          new Present(
              "immich-ml",
              Supervisor.QUADLET,
              Engine.PODMAN,
              true,
              Optional.of(IMMICH + ":v3.1.0"),
              Map.of(),
              List.of(),
              true,
              List.of());

      assertThat(over(bare, Wish.none()).advice()).anyMatch(each -> each.contains("/cache"));
    }
  }

  @Nested
  class GroupsOfNodes {
    @Test
    void areKeptWithPodmanAndCrunOnly() {
      Survey survey = CapturedSurvey.of("780m-32gb");

      assertThat(
              possible(Planner.plan(survey, service("immich-ml"), Optional.empty(), Wish.none()))
                  .access()
                  .groups())
          .isEqualTo(new Groups.Kept());
      assertThat(
              refused(
                  Planner.plan(
                      CapturedSurvey.withRuntime(survey, Reading.known("runc")),
                      service("immich-ml"),
                      Optional.empty(),
                      Wish.none())))
          .extracting(Problem::what)
          .anyMatch(each -> each.contains("only crun keeps your groups"));
    }

    @Test
    void areNumbersWithDocker() {
      assertThat(plan("rx-6600", "ollama", Wish.none()).access().groups())
          .isEqualTo(new Groups.Numbers(List.of(109)));
    }

    @Test
    void areNotNeededWhereEverybodyMayOpenTheNodes() {
      assertThat(plan("selinux-780m", "immich-ml", Wish.none()).access().groups())
          .isEqualTo(new Groups.Unneeded());
    }
  }

  @Nested
  class AMixedMachine {
    @Test
    void usesTheDiscreteGpuAndHidesTheOther() {
      Plan plan = plan("rx-7900", "immich-ml", Wish.none());

      assertThat(plan.access().nodes()).containsExactly("/dev/dri/renderD128", "/dev/kfd");
      assertThat(choice(plan, "devices").orElseThrow().reason()).contains("is kept from it");
    }

    @Test
    void canBeToldWhichGpuByAPartOfItsName() {
      Plan plan =
          plan("dual-mi50-dual-a2", "ollama", wish(List.of("A2"), Optional.empty(), Map.of()));

      assertThat(plan.backend()).isEqualTo(Backend.CUDA);
      assertThat(plan.accelerators()).hasSize(2);
    }

    @Test
    void givesImmichSeveralGpusWhereAsked() {
      Plan plan =
          plan(
              "dual-mi50-dual-a2",
              "immich-ml",
              wish(List.of("A2", "A2"), Optional.empty(), Map.of()));

      assertThat(variable(plan, "MACHINE_LEARNING_DEVICE_IDS")).contains("0,1");
      assertThat(variable(plan, "MACHINE_LEARNING_WORKERS")).contains("2");
    }

    @Test
    void namesWhatThereIsWhereAWordMeansNone() {
      assertThat(
              refused(
                  Planner.plan(
                      CapturedSurvey.of("780m-32gb"),
                      service("immich-ml"),
                      Optional.empty(),
                      wish(List.of("4090"), Optional.empty(), Map.of()))))
          .singleElement()
          .satisfies(each -> assertThat(each.remedy()).contains("pci-0000:c4:00.0"));
    }
  }

  @Nested
  class AWish {
    @Test
    void winsOverThePlanAndSaysSo() {
      Plan plan =
          plan(
              "780m-32gb",
              "immich-ml",
              wish(List.of(), Optional.empty(), Map.of("HSA_USE_SVM", "1")));

      assertThat(variable(plan, "HSA_USE_SVM")).contains("1");
      assertThat(choice(plan, "HSA_USE_SVM").orElseThrow().reason())
          .startsWith("you asked for it; it would be 0");
    }

    @Test
    void ofAnEmptyValueLeavesAVariableOut() {
      Plan plan =
          plan(
              "780m-32gb",
              "immich-ml",
              wish(List.of(), Optional.empty(), Map.of("HSA_USE_SVM", "")));

      assertThat(variable(plan, "HSA_USE_SVM")).isEmpty();
    }

    @Test
    void thatDoesNotFitTheServiceIsRefusedWithAllThatIsWrong() {
      Wish wrong =
          new Wish(
              Optional.of(Backend.VULKAN),
              Optional.of(Supervisor.SYSTEMD),
              List.of(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Map.of(),
              Optional.empty());

      assertThat(
              refused(
                  Planner.plan(
                      CapturedSurvey.of("780m-32gb"),
                      service("immich-ml"),
                      Optional.empty(),
                      wrong)))
          .hasSize(2);
    }

    @Test
    void ofAPortMovesAProgramByItsVariable() {
      Plan plan = plan("780m-32gb", "ollama", managedBy(Supervisor.SYSTEMD, Optional.of(11500)));

      assertThat(variable(plan, "OLLAMA_HOST")).contains("0.0.0.0:11500");
      assertThat(plan.health().check()).isEqualTo(new Health.Http(11500, "/api/version"));
    }

    @Test
    void ofAPortMovesAContainerOutside() {
      Plan plan = plan("780m-32gb", "ollama", managedBy(Supervisor.QUADLET, Optional.of(11500)));

      assertThat(plan.ports()).containsExactly(new Port("", 11500, 11434));
      assertThat(variable(plan, "OLLAMA_HOST")).isEmpty();
    }

    @Test
    void ofLessMemoryThanTheModelsTakeIsRefused() {
      Wish little =
          new Wish(
              Optional.of(Backend.CPU),
              Optional.empty(),
              List.of(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Map.of(),
              Optional.of(100L << 20));

      assertThat(
              refused(
                  Planner.plan(
                      CapturedSurvey.of("780m-32gb"),
                      service("immich-ml"),
                      Optional.empty(),
                      little)))
          .singleElement()
          .satisfies(each -> assertThat(each.remedy()).startsWith("--memory 1GiB"));
    }
  }

  @Nested
  class Ollama {
    @ParameterizedTest
    @CsvSource({
      "0.12.6,  11.0.0, ''",
      "0.24.0,  11.0.0, ''",
      "0.30.0,  11.0.0, 1",
      "0.33.0,  11.0.0, 1",
    })
    void isToldToTakeAnIntegratedGpuByVersion(String version, String override, String igpu) {
      Plan plan =
          plan(
              "780m-32gb",
              "ollama",
              wish(List.of(), Optional.of(":" + version + "-rocm"), Map.of()));

      assertThat(variable(plan, "HSA_OVERRIDE_GFX_VERSION")).contains(override);
      assertThat(variable(plan, "OLLAMA_IGPU_ENABLE").orElse("")).isEqualTo(igpu);
    }

    @Test
    void onTheCpuHidesTheGpusFromAProgramOnly() {
      Plan program =
          plan(
              "780m-32gb",
              "ollama",
              managedBy(Supervisor.SYSTEMD, Optional.empty()).on(Backend.CPU));
      Plan container = plan("780m-32gb", "ollama", Wish.none().on(Backend.CPU));

      assertThat(variable(program, "ROCR_VISIBLE_DEVICES")).contains("-1");
      assertThat(container.environment()).isEmpty();
      assertThat(container.access()).isEqualTo(Access.none());
    }
  }

  @Test
  void whatCannotBeUsedYetIsRefusedWithEverythingToType() {
    assertThat(
            refused(
                Planner.plan(
                    CapturedSurvey.of("780m-no-permission"),
                    service("immich-ml"),
                    Optional.empty(),
                    Wish.none())))
        .hasSizeGreaterThan(1)
        .allSatisfy(each -> assertThat(each.remedy()).contains("usermod -aG render"));
  }

  @Test
  void whereNothingHelpsTheCpuIsPlannedAndSaysWhy() {
    Plan plan = plan("wsl2-docker-desktop-amd", "immich-ml", Wish.none());

    assertThat(plan.backend()).isEqualTo(Backend.CPU);
    assertThat(choice(plan, "backend").orElseThrow().reason()).contains("WSL2 has no /dev/kfd");
  }

  @Test
  void selinuxLosesTheLabelOnlyWhereItRefuses() {
    assertThat(plan("selinux-780m", "immich-ml", Wish.none()).access().security())
        .containsExactly("label=disable");
    assertThat(plan("780m-32gb", "immich-ml", Wish.none()).access().security()).isEmpty();
  }
}
