package dev.hearth.deployment.edit;

import static dev.hearth.deployment.edit.Setups.CPU;
import static dev.hearth.deployment.edit.Setups.IMAGE;
import static dev.hearth.deployment.edit.Setups.PHOENIX;
import static dev.hearth.deployment.edit.Setups.QUADLET;
import static dev.hearth.deployment.edit.Setups.RADEON;
import static dev.hearth.deployment.edit.Setups.RADEON_ROOTLESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.deployment.site.Installation;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.Backend;
import dev.hearth.planning.plan.Access;
import dev.hearth.planning.plan.Groups;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Variable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A user's Quadlet keeps its keys, comments and order. */
class QuadletEditorTest {
  private static final String IMMICH =
      """
      # my machine learning
      [Unit]
      Description=Immich ML
      After=network-online.target

      [Container]
      ContainerName=immich-ml
      ; the version of the server
      Image=ghcr.io/immich-app/immich-machine-learning:v2.5.2
      AutoUpdate=registry
      Network=host
      Environment=TZ=Europe/Berlin "LOG=a b" \\
        MACHINE_LEARNING_WORKERS=1
      Volume=model-cache:/cache

      [Service]
      Restart=always

      [Install]
      WantedBy=default.target
      """;

  private static final Installation NOW = Setups.quadlet(IMAGE + ":v2.5.2");
  private static final Installation ACCELERATED = Setups.quadlet(IMAGE + ":v2.5.2-rocm");

  private static Plan rocm() {
    return Setups.plan(NOW, Backend.ROCM, IMAGE + ":v2.5.2-rocm", RADEON_ROOTLESS, PHOENIX);
  }

  private static Plan cpu() {
    return Setups.plan(ACCELERATED, Backend.CPU, IMAGE + ":v2.5.2", CPU);
  }

  private static String edited(Plan plan, String text) {
    return Setups.after(NOW, plan, QUADLET, text);
  }

  @Test
  void onlyWhatThePlanNeedsIsWritten() {
    assertThat(edited(rocm(), IMMICH))
        .isEqualTo(
            """
            # my machine learning
            [Unit]
            Description=Immich ML
            After=network-online.target

            [Container]
            ContainerName=immich-ml
            ; the version of the server
            Image=ghcr.io/immich-app/immich-machine-learning:v2.5.2-rocm
            AddDevice=/dev/kfd
            AddDevice=/dev/dri/renderD128
            GroupAdd=keep-groups
            SecurityLabelDisable=true
            AutoUpdate=registry
            Network=host
            Environment=TZ=Europe/Berlin "LOG=a b" \\
              MACHINE_LEARNING_WORKERS=1
            Environment=HSA_OVERRIDE_GFX_VERSION=11.0.0
            Environment=HSA_USE_SVM=0
            Volume=model-cache:/cache

            [Service]
            Restart=always

            [Install]
            WantedBy=default.target
            """);
  }

  @Test
  void theWayBackToTheCpuGivesTheFirstBytes() {
    assertThat(Setups.after(ACCELERATED, cpu(), QUADLET, edited(rocm(), IMMICH))).isEqualTo(IMMICH);
  }

  @Test
  void linesThatEndAsOnWindowsStaySo() {
    assertThat(edited(rocm(), IMMICH.replace("\n", "\r\n")))
        .isEqualTo(edited(rocm(), IMMICH).replace("\n", "\r\n"));
  }

  @Test
  void aLastLineWithoutAnEndStaysSo() {
    String open = "[Container]\nImage=" + IMAGE + ":v2.5.2";
    String there = edited(rocm(), open);
    assertThat(there).startsWith(open + "-rocm\nAddDevice=/dev/kfd\n").endsWith("HSA_USE_SVM=0");
    assertThat(Setups.after(ACCELERATED, cpu(), QUADLET, there)).isEqualTo(open);
  }

  @Test
  void oneAssignmentOfSeveralInALineIsChangedOrTakenOut() {
    String own =
        """
        [Container]
        Image=ghcr.io/immich-app/immich-machine-learning:v2.5.2-rocm
        AddDevice=/dev/kfd /dev/dri /dev/bus/usb
        Environment="HSA_OVERRIDE_GFX_VERSION=10.3.0" TZ=UTC \\
          # why not
          HSA_USE_SVM=1 "NAME=a \\"b\\""
        """;
    assertThat(
            edited(
                Setups.plan(
                    NOW,
                    Backend.ROCM,
                    IMAGE + ":v2.5.2-rocm",
                    RADEON,
                    List.of(new Variable("HSA_OVERRIDE_GFX_VERSION", "11.0.0", "so"))),
                own))
        .isEqualTo(
            """
            [Container]
            Image=ghcr.io/immich-app/immich-machine-learning:v2.5.2-rocm
            AddDevice=/dev/kfd /dev/bus/usb
            AddDevice=/dev/dri/renderD128
            GroupAdd=992
            GroupAdd=44
            Environment=HSA_OVERRIDE_GFX_VERSION=11.0.0 TZ=UTC "NAME=a \\"b\\""
            """);
  }

  @Test
  void valuesWithBlanksAndPercentSignsAreQuoted() {
    Plan plan =
        Setups.plan(
            NOW,
            Backend.CPU,
            IMAGE + ":v2.5.2",
            CPU,
            List.of(new Variable("GREETING", "100 % \"sure\"", "so")));
    assertThat(edited(plan, IMMICH)).contains("\nEnvironment=\"GREETING=100 %% \\\"sure\\\"\"\n");
  }

  @Test
  void optionsWithoutAKeyOfTheirOwnArePodmansArguments() {
    Access npu =
        new Access(
            List.of("/dev/dri"),
            List.of(),
            List.of(),
            new Groups.Unneeded(),
            List.of("systempaths=unconfined", "apparmor=unconfined"));
    Plan plan = Setups.plan(NOW, Backend.RKNN, IMAGE + ":v2.5.2-rknn", npu);
    String there = edited(plan, IMMICH);
    assertThat(there)
        .contains("\nUnmask=ALL\nPodmanArgs=--security-opt=apparmor=unconfined\nAutoUpdate");
    assertThat(Setups.after(Setups.quadlet(IMAGE + ":v2.5.2-rknn"), cpu(), QUADLET, there))
        .isEqualTo(IMMICH);
  }

  @Test
  void aDropInThatSaysItIsEditedInThePlaceOfTheFile() {
    Path dropIn = QUADLET.resolveSibling("immich-ml.container.d").resolve("10-image.conf");
    Map<Path, String> texts =
        Map.of(
            QUADLET,
            IMMICH,
            dropIn,
            "[Container]\nImage=" + IMAGE + ":v2.5.3\nAddDevice=\nAddDevice=/dev/bus/usb\n");
    assertThat(Setups.after(NOW, rocm(), dropIn, texts))
        .isEqualTo(
            """
            [Container]
            Image=ghcr.io/immich-app/immich-machine-learning:v2.5.2-rocm
            AddDevice=
            AddDevice=/dev/bus/usb
            AddDevice=/dev/kfd
            AddDevice=/dev/dri/renderD128
            """);
    assertThat(Setups.after(NOW, rocm(), QUADLET, texts))
        .doesNotContain("AddDevice")
        .contains("Image=" + IMAGE + ":v2.5.2\n", "GroupAdd=keep-groups");
  }

  @Test
  void groupsBesideKeepGroupsAreTakenOutAndThatIsSaid() {
    String own = IMMICH.replace("Network=host", "GroupAdd=1000\nNetwork=host");
    Edited edited =
        Setups.editor().edit(rocm(), Optional.of(NOW), Map.of(QUADLET, own), Setups.folders());
    assertThat(((Change.Text) edited.changes().getFirst()).after())
        .doesNotContain("GroupAdd=1000")
        .contains("GroupAdd=keep-groups");
    assertThat(edited.advice()).singleElement().asString().contains("keep-groups alone");
  }

  @Test
  void imagesOfOtherUnitsAreNotEdited() {
    assertThatThrownBy(() -> edited(rocm(), "[Container]\nImage=immich.image\nNetwork=host\n"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal ->
                assertThat(refusal.problem().remedy())
                    .contains("by hand", IMAGE + ":v2.5.2-rocm", "keep-groups"));
  }
}
