package dev.hearth.deployment.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.planning.Backend;
import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.plan.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What files must say, and what they must not, whatever their wording. */
class RendererTest {
  private static final Map<String, Plan> PLANS = Plans.all();

  private static String text(Plan plan, Form form) {
    return Renderer.render(plan, form).getFirst().text();
  }

  private static YamlTree pod(Plan plan) {
    return YamlTree.all(text(plan, Form.KUBERNETES)).getLast().at("spec", "template", "spec");
  }

  static Stream<Plan> plans() {
    return PLANS.values().stream();
  }

  @ParameterizedTest
  @MethodSource("plans")
  void everyFileSaysWhoWroteItWhatForAndHowToUndo(Plan plan) {
    for (Form form : Form.values()) {
      assertThat(GoldenFilesTest.files(plan, form))
          .filteredOn(file -> !file.name().equals("refused.txt"))
          .allSatisfy(file ->
              assertThat(file.text())
                  .startsWith("#")
                  .endsWith("\n")
                  .contains(
                      "# Written by Hearth: " + plan.service().title(),
                      plan.backend().label(),
                      "# To undo: hearth rollback " + plan.service().id()));
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void everyReasonStandsInEveryFormThatHasItsVariable(Plan plan) {
    for (Form form : Form.values()) {
      Artifact file = GoldenFilesTest.files(plan, form).getFirst();
      if (!file.name().equals("refused.txt")) {
        assertThat(plan.environment())
            .as(form.key())
            .allSatisfy(variable ->
                assertThat(file.text().replaceAll("\n *# ", " ")).contains(variable.reason()));
      }
    }
  }

  @Nested
  class Accelerators {
    @ParameterizedTest
    @EnumSource(names = {"COMPOSE", "COMPOSE_INLINE", "RUN", "QUADLET", "SYSTEMD"})
    void anAmdGpuIsNeverReservedAsNvidias(Form form) {
      assertThat(Renderer.render(Plans.radeon7900(), form))
          .allSatisfy(
              file -> assertThat(file.text()).doesNotContain("reservations", "nvidia", "--gpus"))
          .anySatisfy(file -> assertThat(file.text()).contains("/dev/kfd", "/dev/dri/renderD128"));
    }

    @Test
    void groupsOfDockerAreNumbersWrittenAsTexts() {
      YamlTree groups =
          YamlTree.of(text(Plans.radeon7900(), Form.COMPOSE_INLINE))
              .at("services", "immich-machine-learning", "group_add");
      assertThat(groups.value()).isEqualTo(List.of("44", "109"));
    }

    @Test
    void aServiceExtendsOneOfOurOwnFileThatHasTheCpuToo() {
      YamlTree hardware = YamlTree.of(Renderer.render(Plans.arc(), Form.COMPOSE).get(1).text());
      YamlTree service =
          YamlTree.of(text(Plans.arc(), Form.COMPOSE)).at("services", "immich-machine-learning");
      assertThat(service.at("extends", "file").text()).isEqualTo("hwaccel.hearth.yml");
      assertThat(service.at("extends", "service").text()).isEqualTo("openvino");
      assertThat(hardware.at("services").has("openvino")).isTrue();
      assertThat(hardware.at("services").has("cpu")).isTrue();
      assertThat(service.has("devices")).isFalse();
    }

    @Test
    void dockerTakesCdiNamesAsAReservationAndPodmanAsDevices() {
      YamlTree docker =
          YamlTree.of(text(Plans.geforceCdi(Engine.DOCKER), Form.COMPOSE_INLINE))
              .at("services", "immich-machine-learning");
      YamlTree device = docker.at("deploy", "resources", "reservations", "devices", 0);
      assertThat(device.at("driver").text()).isEqualTo("cdi");
      assertThat(device.at("device_ids", 0).text()).isEqualTo("nvidia.com/gpu=0");
      YamlTree podman =
          YamlTree.of(text(Plans.geforceCdi(Engine.PODMAN), Form.COMPOSE_INLINE))
              .at("services", "immich-machine-learning");
      assertThat(podman.at("devices", 0).text()).isEqualTo("nvidia.com/gpu=0");
      assertThat(podman.has("deploy")).isFalse();
    }

    @Test
    void severalGpusAreOneQuotedFieldForDocker() {
      assertThat(text(Plans.geforceToolkit(List.of("0", "1")), Form.RUN))
          .contains("--gpus '\"device=0,1\"'");
      assertThat(text(Plans.geforceToolkit(List.of("all")), Form.RUN)).contains("--gpus all");
    }

    @Test
    void podmanUnmasksSystemPathsWithItsOwnWord() {
      assertThat(text(Plans.rockchip(), Form.QUADLET))
          .contains("Unmask=ALL", "PodmanArgs=--security-opt=apparmor=unconfined")
          .doesNotContain("systempaths");
      assertThat(text(Plans.rockchip(), Form.RUN)).contains("systempaths=unconfined");
    }

    @Test
    void aDriversMissingLibraryIsNotReplacedByAnEmptyFolder() {
      YamlTree mounts =
          YamlTree.of(Renderer.render(Plans.mali(), Form.COMPOSE).get(1).text())
              .at("services", "armnn", "volumes");
      assertThat(mounts.items())
          .hasSize(2)
          .allSatisfy(
              mount -> assertThat(mount.at("bind", "create_host_path").value()).isEqualTo(false));
    }
  }

  @Nested
  class Quadlets {
    @Test
    void rootlessOnesStartWithTheUserAndTheOthersWithTheMachine() {
      assertThat(text(Plans.radeon780m(), Form.QUADLET)).contains("\nWantedBy=default.target\n");
      assertThat(text(Plans.cpuRootful(), Form.QUADLET)).contains("\nWantedBy=multi-user.target\n");
    }

    @Test
    void aSharedNetworkPublishesNoPort() {
      assertThat(text(Plans.cpuRootful(), Form.QUADLET))
          .contains("\nNetwork=host\n")
          .doesNotContain("PublishPort");
    }

    @Test
    void aLargeImageIsGivenTheTimeToCome() {
      String container = text(Plans.radeon780m(), Form.QUADLET);
      long seconds =
          container
              .lines()
              .filter(line -> line.startsWith("TimeoutStartSec="))
              .mapToLong(line -> Long.parseLong(line.substring("TimeoutStartSec=".length())))
              .findFirst()
              .orElseThrow();
      assertThat(Duration.ofSeconds(seconds)).isBetween(Duration.ofHours(2), Duration.ofHours(6));
    }

    @Test
    void onlyAProgramOfTheImageIsAHealthCommand() {
      assertThat(text(Plans.radeon780m(), Form.QUADLET)).doesNotContain("HealthCmd=");
      assertThat(text(Plans.ollama(), Form.QUADLET)).contains("HealthCmd=[\"ollama\",\"list\"]");
    }
  }

  @Nested
  class Clusters {
    @Test
    void eachVendorHasItsResource() {
      assertThat(limits(Plans.cluster()).at("amd.com/gpu").number()).isEqualTo(2);
      assertThat(limits(Plans.geforceToolkit(List.of("all"))).at("nvidia.com/gpu").number())
          .isEqualTo(1);
      assertThat(limits(Plans.arc()).at("gpu.intel.com/xe").number()).isEqualTo(1);
      assertThat(limits(Plans.wsl()).at("gpu.intel.com/i915").number()).isEqualTo(1);
      assertThat(pod(Plans.cpuRootful()).has("affinity")).isFalse();
    }

    private YamlTree limits(Plan plan) {
      return pod(plan).at("containers", 0, "resources", "limits");
    }

    @ParameterizedTest
    @MethodSource("dev.hearth.deployment.render.RendererTest#plans")
    void nothingKillsAPodThatCompiles(Plan plan) {
      if (plan.image().isEmpty()) {
        return;
      }
      YamlTree container = pod(plan).at("containers", 0);
      long first = plan.health().first().toSeconds();
      for (String probe : List.of("startupProbe", "livenessProbe")) {
        assertThat(
                container.at(probe, "periodSeconds").number()
                    * container.at(probe, "failureThreshold").number())
            .as(probe)
            .isGreaterThan(first);
      }
      assertThat(container.has("readinessProbe")).isTrue();
    }

    @Test
    void aNodeNoPluginHandsOutNeedsAPrivilegedPod() {
      YamlTree pod = pod(Plans.mali());
      assertThat(pod.at("containers", 0, "securityContext", "privileged").value()).isEqualTo(true);
      assertThat(pod.at("volumes").items().filter(volume -> volume.has("hostPath")))
          .extracting(volume -> volume.at("hostPath", "path").text())
          .containsExactlyInAnyOrder(
              "/dev/mali0", "/usr/lib/libmali.so", "/lib/firmware/mali_csffw.bin");
    }

    @Test
    void namesAreMadeFitForACluster() {
      Plan plan =
          new Plans.Building("immich-ml", "immich_Machine_learning", Backend.CPU)
              .image(Plans.IMMICH)
              .plan();
      assertThat(YamlTree.all(text(plan, Form.KUBERNETES)).getLast().at("metadata", "name").text())
          .isEqualTo("immich-machine-learning");
    }
  }

  @Nested
  class Programs {
    @Test
    void theDropInHoldsWhatMattersAndNoMore() {
      assertThat(
              text(Plans.ollamaNative(), Form.SYSTEMD)
                  .lines()
                  .filter(line -> !line.startsWith("#")))
          .containsExactly(
              "[Service]",
              "Environment=HSA_OVERRIDE_GFX_VERSION=11.0.0",
              "Environment=OLLAMA_IGPU_ENABLE=1",
              "SupplementaryGroups=44 109");
    }

    @Test
    void itIsReadAfterTheOnePeopleEdit() {
      String name = Renderer.render(Plans.ollamaNative(), Form.SYSTEMD).getFirst().name();
      assertThat(name).startsWith("ollama.service.d/");
      assertThat(name.substring(name.indexOf('/') + 1)).isGreaterThan("override.conf");
    }
  }

  @Test
  void volumesKeepTheirNamesInEveryForm() {
    Plan plan = Plans.radeon780m();
    assertThat(Renderer.render(plan, Form.QUADLET).get(1))
        .satisfies(volume -> assertThat(volume.name()).isEqualTo("immich-ml-cache.volume"))
        .satisfies(volume -> assertThat(volume.text()).contains("\nVolumeName=immich-ml-cache\n"));
    assertThat(
            YamlTree.of(text(plan, Form.COMPOSE)).at("volumes", "immich-ml-cache", "name").text())
        .isEqualTo("immich-ml-cache");
  }
}
