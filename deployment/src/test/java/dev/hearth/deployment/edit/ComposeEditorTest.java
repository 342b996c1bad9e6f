package dev.hearth.deployment.edit;

import static dev.hearth.deployment.edit.Setups.CPU;
import static dev.hearth.deployment.edit.Setups.GEFORCE;
import static dev.hearth.deployment.edit.Setups.HWACCEL;
import static dev.hearth.deployment.edit.Setups.IMAGE;
import static dev.hearth.deployment.edit.Setups.PHOENIX;
import static dev.hearth.deployment.edit.Setups.PROJECT;
import static dev.hearth.deployment.edit.Setups.RADEON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.deployment.site.Installation;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.Backend;
import dev.hearth.planning.plan.Access;
import dev.hearth.planning.plan.Groups;
import dev.hearth.planning.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's compose file keeps all that a plan is not about. */
class ComposeEditorTest {
  /** As Immich's release ships it (docker/docker-compose.yml, v2.5), with a user's changes. */
  private static final String IMMICH =
      """
      #
      # WARNING: use the docker-compose.yml of the current release.
      #
      name: immich

      services:
        immich-server:
          container_name: immich_server
          image: ghcr.io/immich-app/immich-server:${IMMICH_VERSION:-release}
          # extends:
          #   file: hwaccel.transcoding.yml
          volumes:
            - ${UPLOAD_LOCATION}:/data
            - /etc/localtime:/etc/localtime:ro
          env_file:
            - .env
          ports:
            - '2283:2283'
          depends_on: [redis, database]
          restart: always

        immich-machine-learning:
          container_name: immich_machine_learning
          # For hardware acceleration, add one of -[armnn, cuda, rocm, openvino, rknn] to the image tag.
          image: ghcr.io/immich-app/immich-machine-learning:${IMMICH_VERSION:-release}
          # extends: # uncomment this section for hardware acceleration
          #   file: hwaccel.ml.yml
          #   service: cpu # set to one of [armnn, cuda, rocm, openvino, openvino-wsl, rknn]
          volumes:
            - model-cache:/cache
          env_file:
            - .env
          restart: always
          healthcheck:
            disable: false

        database:
          container_name: immich_postgres
          image: ghcr.io/immich-app/postgres:14-vectorchord0.4.3-pgvectors0.2.0
          environment:
            POSTGRES_PASSWORD: ${DB_PASSWORD}   # keep
          shm_size: 128mb

      volumes:
        model-cache:
      """;

  private static final String EXTENDING =
      IMMICH
          .replace(
              "    # extends: # uncomment this section for hardware acceleration\n    #   file: hwaccel.ml",
              "    extends: # hardware\n      file: hwaccel.ml")
          .replace("    #   service: cpu", "      service: cpu");

  /** As Immich ships it (docker/hwaccel.ml.yml). */
  private static final String HWACCEL_ML =
      """
      services:
        armnn:
          devices:
            - /dev/mali0:/dev/mali0
        cpu: {}
        cuda:
          deploy:
            resources:
              reservations:
                devices:
                  - driver: nvidia
                    count: 1
                    capabilities:
                      - gpu
        rocm:
          group_add:
            - video
          devices:
            - /dev/dri:/dev/dri
            - /dev/kfd:/dev/kfd
        openvino:
          device_cgroup_rules:
            - 'c 189:* rmw'
          devices:
            - /dev/dri:/dev/dri
      """;

  private static final Installation NOW = Setups.compose(IMAGE + ":release");

  private static Plan rocm(Installation now) {
    return Setups.plan(now, Backend.ROCM, IMAGE + ":release-rocm", RADEON, PHOENIX);
  }

  private static Plan cpu(Installation now) {
    return Setups.plan(now, Backend.CPU, IMAGE + ":release", CPU);
  }

  private static String edited(Plan plan, String text) {
    return Setups.after(NOW, plan, PROJECT, text);
  }

  private static List<String> difference(String before, String after) {
    return Difference.unified(new Change.Text(PROJECT, Optional.of(before), after)).stream()
        .skip(2)
        .filter(line -> line.startsWith("+") || line.startsWith("-"))
        .toList();
  }

  @Test
  void onlyWhatThePlanNeedsIsWritten() {
    assertThat(difference(IMMICH, edited(rocm(NOW), IMMICH)))
        .containsExactly(
            "-    image: ghcr.io/immich-app/immich-machine-learning:${IMMICH_VERSION:-release}",
            "+    image: ghcr.io/immich-app/immich-machine-learning:${IMMICH_VERSION:-release}-rocm",
            "+    devices:",
            "+      - /dev/kfd",
            "+      - /dev/dri/renderD128",
            "+    group_add:",
            "+      - \"992\"",
            "+      - \"44\"",
            "+    environment:",
            "+      HSA_OVERRIDE_GFX_VERSION: \"11.0.0\"",
            "+      HSA_USE_SVM: \"0\"");
  }

  @Test
  void theWayBackToTheCpuGivesTheFirstBytes() {
    Installation accelerated = Setups.compose(IMAGE + ":release-rocm");
    String there = edited(rocm(NOW), IMMICH);
    assertThat(Setups.after(accelerated, cpu(accelerated), PROJECT, there)).isEqualTo(IMMICH);
  }

  @Test
  void aSecondTimeNothingIsLeftToChange() {
    Installation accelerated = Setups.compose(IMAGE + ":release-rocm");
    String once = edited(rocm(NOW), IMMICH);
    assertThat(
            Setups.editor()
                .changes(
                    rocm(accelerated),
                    Optional.of(accelerated),
                    Map.of(PROJECT, once),
                    Setups.folders()))
        .isEmpty();
  }

  @Test
  void linesThatEndAsOnWindowsStaySo() {
    String windows = IMMICH.replace("\n", "\r\n");
    assertThat(edited(rocm(NOW), windows))
        .isEqualTo(edited(rocm(NOW), IMMICH).replace("\n", "\r\n"));
  }

  @Test
  void aReservationOfNvidiasGpusComesAndGoes() {
    Plan cuda = Setups.plan(NOW, Backend.CUDA, IMAGE + ":release-cuda", GEFORCE);
    String there = edited(cuda, IMMICH);
    assertThat(difference(IMMICH, there))
        .containsSubsequence(
            "+    deploy:",
            "+      resources:",
            "+        reservations:",
            "+          devices:",
            "+            - driver: nvidia",
            "+              count: all",
            "+              capabilities: [gpu]");
    Installation accelerated = Setups.compose(IMAGE + ":release-cuda");
    assertThat(Setups.after(accelerated, cpu(accelerated), PROJECT, there)).isEqualTo(IMMICH);
  }

  @Test
  void limitsBesideAReservationStay() {
    String limited =
        IMMICH.replace(
            "    restart: always\n    healthcheck",
            """
                deploy:
                  resources:
                    limits:
                      memory: 4g
                restart: always
                healthcheck\
            """);
    Plan cuda = Setups.plan(NOW, Backend.CUDA, IMAGE + ":release-cuda", GEFORCE);
    String there = edited(cuda, limited);
    assertThat(there)
        .contains(
            """
                  resources:
                    limits:
                      memory: 4g
                    reservations:
                      devices:
                        - driver: nvidia
            """);
    Installation accelerated = Setups.compose(IMAGE + ":release-cuda");
    assertThat(Setups.after(accelerated, cpu(accelerated), PROJECT, there)).isEqualTo(limited);
  }

  @Test
  void devicesAndGroupsOfTheUserStay() {
    String own =
        """
        services:
            immich-machine-learning:
                image: "ghcr.io/immich-app/immich-machine-learning:v2.5.2" # pinned
                devices: [ /dev/bus/usb , "/dev/dri:/dev/dri" ]
                group_add:
                - '1000'
                - 'video'
        """;
    Plan plan = Setups.plan(NOW, Backend.CPU, IMAGE + ":v2.5.2", CPU);
    assertThat(edited(plan, own))
        .isEqualTo(
            """
            services:
                immich-machine-learning:
                    image: "ghcr.io/immich-app/immich-machine-learning:v2.5.2" # pinned
                    devices: [ /dev/bus/usb ]
                    group_add:
                    - '1000'
            """);
  }

  @Test
  void newItemsAreWrittenAsThoseThatAreThere() {
    String own =
        """
        services:
            immich-machine-learning:
                image: 'ghcr.io/immich-app/immich-machine-learning:v2.5.2' # pinned
                group_add:
                -   '1000'
                environment:
                - TZ=Europe/Berlin
        """;
    Plan plan = Setups.plan(NOW, Backend.ROCM, IMAGE + ":v2.5.2-rocm", RADEON, PHOENIX);
    assertThat(edited(plan, own))
        .isEqualTo(
            """
            services:
                immich-machine-learning:
                    image: 'ghcr.io/immich-app/immich-machine-learning:v2.5.2-rocm' # pinned
                    devices:
                    - /dev/kfd
                    - /dev/dri/renderD128
                    group_add:
                    -   '1000'
                    -   '992'
                    -   '44'
                    environment:
                    - TZ=Europe/Berlin
                    - HSA_OVERRIDE_GFX_VERSION=11.0.0
                    - HSA_USE_SVM=0
            """);
  }

  @Nested
  class WhereAnotherFileIsExtended {
    private final Map<java.nio.file.Path, String> texts =
        Map.of(PROJECT, EXTENDING, HWACCEL, HWACCEL_ML);

    @Test
    void itsServiceIsNamedWhereThatGivesWhatIsPlanned() {
      assertThat(difference(EXTENDING, Setups.after(NOW, rocm(NOW), PROJECT, texts)))
          .containsSubsequence(
              "-      service: cpu # set to one of [armnn, cuda, rocm, openvino, openvino-wsl, rknn]",
              "+      service: rocm # set to one of [armnn, cuda, rocm, openvino, openvino-wsl, rknn]")
          .noneMatch(line -> line.contains("devices"));
    }

    @Test
    void theServiceItselfSaysItWhereTheOtherFileGivesMoreThanIsPlanned() {
      Access arc =
          new Access(
              List.of("/dev/dri/renderD129"),
              List.of(),
              List.of(),
              new Groups.Unneeded(),
              List.of());
      Plan plan = Setups.plan(NOW, Backend.OPENVINO, IMAGE + ":release-openvino", arc);
      Edited edited = Setups.editor().edit(plan, Optional.of(NOW), texts, Setups.folders());
      assertThat(edited.advice()).singleElement().asString().contains("no longer extends");
      assertThat(difference(EXTENDING, Setups.after(NOW, plan, PROJECT, texts)))
          .contains("-    extends: # hardware", "+      - /dev/dri/renderD129");
    }

    @Test
    void theCpusServiceIsNamedOnTheWayBack() {
      Installation accelerated = Setups.compose(IMAGE + ":release-rocm");
      String there = Setups.after(NOW, rocm(NOW), PROJECT, texts);
      assertThat(
              Setups.after(
                  accelerated,
                  cpu(accelerated),
                  PROJECT,
                  Map.of(PROJECT, there, HWACCEL, HWACCEL_ML)))
          .isEqualTo(EXTENDING);
    }
  }

  @Nested
  class Refuses {
    private void refused(String text, String why) {
      assertThatThrownBy(() -> edited(rocm(NOW), text))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refusal -> {
                assertThat(refusal.problem().evidence()).contains(why);
                assertThat(refusal.problem().remedy()).contains("by hand", "/dev/kfd", "992");
              });
    }

    @Test
    void settingsThatComeOutOfAnAnchor() {
      refused(
          """
          x-common: &common
            devices: [/dev/bus/usb]
          services:
            immich-machine-learning:
              <<: *common
              image: ghcr.io/immich-app/immich-machine-learning:release
          """,
          "anchor");
    }

    @Test
    void servicesThatOthersRepeat() {
      refused(
          """
          services:
            immich-machine-learning: &ml
              image: ghcr.io/immich-app/immich-machine-learning:release
            second: *ml
          """,
          "repeat");
    }

    @Test
    void servicesInBraces() {
      refused(
          "services: {immich-machine-learning: {image: ghcr.io/immich-app/immich-machine-learning}}",
          "line by line");
    }

    @Test
    void servicesThatAreBuiltHere() {
      refused(
          """
          services:
            immich-machine-learning:
              build: .
          """,
          "no image");
    }

    @Test
    void variantsThatAVariableDecides() {
      Installation accelerated = Setups.compose(IMAGE + ":release-cuda");
      assertThatThrownBy(() -> Setups.after(accelerated, rocm(accelerated), PROJECT, IMMICH))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refusal ->
                  assertThat(refusal.problem().remedy()).contains("-rocm for -cuda", ".env"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "a: [", "a: b\n---\nc: d\n", "\t- x", "a: *b", "services:"})
    void whatIsNoComposeFile(String text) {
      assertThatThrownBy(() -> edited(rocm(NOW), text)).isInstanceOf(ProblemException.class);
    }
  }
}
