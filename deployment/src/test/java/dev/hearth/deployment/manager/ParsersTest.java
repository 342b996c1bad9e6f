package dev.hearth.deployment.manager;

import static dev.hearth.deployment.manager.FixedMachine.printed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Finished;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What systemd 257, Podman 5.4.2 and Docker 26.1.5 print. */
class ParsersTest {
  @Nested
  class AUnit {
    @Test
    void thatRuns() {
      UnitStatus status = UnitStatus.parse(printed("unit-running.txt"));

      assertThat(status.state()).isEqualTo(new State(State.Phase.RUNNING, "active (running)", 0));
      assertThat(status.mainPid()).isPresent();
    }

    @Test
    void thatCrashedUntilSystemdGaveItUp() {
      UnitStatus status =
          UnitStatus.parse(
              """
              MainPID=0
              Result=exit-code
              NRestarts=5
              ExecMainStatus=3
              LoadState=loaded
              ActiveState=failed
              SubState=failed
              """);

      assertThat(status.state())
          .isEqualTo(new State(State.Phase.FAILED, "failed (failed), exit-code 3", 5));
      assertThat(status.mainPid()).isEmpty();
    }

    @Test
    void thatNobodyKnows() {
      assertThat(UnitStatus.parse(printed("unit-absent.txt")).state().phase())
          .isEqualTo(State.Phase.ABSENT);
      assertThat(UnitStatus.parse("").state().phase()).isEqualTo(State.Phase.ABSENT);
    }

    @ParameterizedTest
    @CsvSource({
      "loaded, active, running, RUNNING",
      "loaded, active, exited, STOPPED",
      "loaded, reloading, reload, RUNNING",
      "loaded, activating, auto-restart, STARTING",
      "loaded, activating, start, STARTING",
      "loaded, deactivating, stop-sigterm, STOPPED",
      "loaded, inactive, dead, STOPPED",
      "loaded, failed, failed, FAILED",
      "bad-setting, inactive, dead, FAILED",
      "masked, inactive, dead, FAILED",
      "not-found, failed, failed, ABSENT"
    })
    void isInAPhase(String load, String active, String sub, State.Phase phase) {
      String text = "LoadState=" + load + "\nActiveState=" + active + "\nSubState=" + sub + "\n";

      assertThat(UnitStatus.parse(text).state().phase()).isEqualTo(phase);
    }

    @Test
    void withoutDevicesOfItsOwnSeesWhatItsSettingsLeave() {
      UnitStatus open = UnitStatus.parse("PrivateDevices=no\nDevicePolicy=auto\nDeviceAllow=\n");
      UnitStatus closed =
          UnitStatus.parse(
              """
              PrivateDevices=no
              DevicePolicy=closed
              DeviceAllow=/dev/kfd rw
              DeviceAllow=char-drm rw
              """);
      UnitStatus shut = UnitStatus.parse("PrivateDevices=yes\nDevicePolicy=closed\n");

      assertThat(UnitDevices.allows(open, "/dev/kfd")).isTrue();
      assertThat(UnitDevices.allows(closed, "/dev/kfd")).isTrue();
      assertThat(UnitDevices.allows(closed, "/dev/dri/renderD128")).isTrue();
      assertThat(UnitDevices.allows(closed, "/dev/nvidia0")).isFalse();
      assertThat(UnitDevices.allows(shut, "/dev/kfd")).isFalse();
    }
  }

  @Nested
  class AnEnvironment {
    @Test
    void ofTheKernelIsSplitAtZeroBytes() {
      byte[] environ =
          "A=b c\0HSA_OVERRIDE_GFX_VERSION=11.0.0\0broken\0E=\0".getBytes(StandardCharsets.UTF_8);

      assertThat(Variables.ofProcess(environ))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of("A", "b c", "HSA_OVERRIDE_GFX_VERSION", "11.0.0", "E", ""));
    }

    @Test
    void ofAUnitIsSplitAtBlanksOutsideOfQuotes() {
      assertThat(Variables.ofUnit("\"A=b c\" HSA_OVERRIDE_GFX_VERSION=11.0.0 Q=\"x\\\"y\" 'S=1 2'"))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of("A", "b c", "HSA_OVERRIDE_GFX_VERSION", "11.0.0", "Q", "x\"y", "S", "1 2"));
    }
  }

  @Nested
  class AContainer {
    @Test
    void ofPodman() {
      ContainerState container = ContainerState.parse(printed("podman-inspect.json")).orElseThrow();

      assertThat(container.state()).isEqualTo(new State(State.Phase.RUNNING, "running", 0));
      assertThat(container.pid()).contains(8137L);
    }

    @Test
    void ofDocker() {
      ContainerState container = ContainerState.parse(printed("docker-inspect.json")).orElseThrow();

      assertThat(container.state().phase()).isEqualTo(State.Phase.RUNNING);
      assertThat(container.devices()).containsExactly("/dev/fuse");
      assertThat(container.privileged()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
      "running, 0, false, RUNNING, running",
      "restarting, 1, false, STARTING, restarting 1",
      "exited, 0, false, STOPPED, exited 0",
      "exited, 143, false, STOPPED, exited 143",
      "exited, 137, false, STOPPED, exited 137",
      "exited, 137, true, FAILED, 'exited 137, out of memory'",
      "exited, 139, false, FAILED, exited 139",
      "created, 0, false, STOPPED, created 0",
      "dead, 1, false, FAILED, dead 1"
    })
    void isInAPhase(String status, int code, boolean memory, State.Phase phase, String detail) {
      String text =
          String.format(
              Locale.ROOT,
              """
              [{"State": {"Status": "%s", "ExitCode": %d, "OOMKilled": %b}, "RestartCount": 2}]
              """,
              status,
              code,
              memory);

      assertThat(ContainerState.parse(text).map(ContainerState::state))
          .contains(new State(phase, detail, 2));
    }

    @Test
    void isNoneWhereTheAnswerIsNone() {
      assertThat(ContainerState.parse("[]")).isEmpty();
      assertThat(ContainerState.parse("Error: nothing")).isEmpty();
    }
  }

  @Nested
  class APull {
    private long bytes(PullProgress progress, String name) {
      printed(name).lines().forEach(progress::accept);
      return progress.bytes();
    }

    @Test
    void overDockersSocketEndsWithAllPackedBytes() {
      PullProgress progress = new PullProgress(Map.of());

      assertThat(bytes(progress, "docker-pull.jsonl")).isEqualTo(31_123_637);
      assertThat(progress.error()).isEmpty();
    }

    @Test
    void neverGoesBack() {
      PullProgress progress = new PullProgress(Map.of());
      List<Long> told =
          printed("docker-pull.jsonl")
              .lines()
              .map(line -> {
                progress.accept(line);
                return progress.bytes();
              })
              .toList();

      assertThat(told).isSorted();
    }

    @Test
    void overPodmansSocketCountsWhatWasHereBeforeOnlyIfItsSizeIsKnown() {
      Map<String, Long> sizes =
          Map.of(
              "sha256:d738ea851e92183ce4be89236234124695ad181039fa1e0696bb333fa6409256",
              1_119_378L);

      assertThat(bytes(new PullProgress(Map.of()), "podman-pull.jsonl")).isEqualTo(30_004_259);
      assertThat(bytes(new PullProgress(sizes), "podman-pull.jsonl")).isEqualTo(31_123_637);
    }

    @Test
    void keepsTheEnginesErrors() {
      PullProgress progress = new PullProgress(Map.of());
      progress.accept("{\"message\":\"manifest unknown\"}");

      assertThat(progress.error()).contains("manifest unknown");
    }
  }

  @Nested
  class AManifest {
    /** As Podman 5.4.2 complains of it. */
    private static final String COMPLAINT =
        "Error: parsing manifest blob \"{\\\"schemaVersion\\\":2,\\\"layers\\\":[{\\\"digest\\\":"
            + "\\\"sha256:d738\\\",\\\"size\\\":1119378},{\\\"digest\\\":\\\"sha256:36ae\\\","
            + "\\\"size\\\":30004259}]}\" as a \"application/vnd.oci.image.manifest.v1+json\":"
            + " Treating single images as manifest lists is not implemented\n";

    private static final String LIST =
        """
        {"manifests": [
          {"digest": "sha256:aa", "platform": {"architecture": "arm64", "os": "linux"}},
          {"digest": "sha256:bb", "platform": {"architecture": "amd64", "os": "linux"}},
          {"digest": "sha256:cc", "platform": {"architecture": "amd64", "os": "windows"}}]}
        """;

    @Test
    void ofASingleImageStandsInPodmansComplaint() {
      String manifest = Manifests.ofPodman(new Finished(125, "", COMPLAINT));

      assertThat(Manifests.sizes(manifest).map(ImageSizes::packedBytes)).contains(31_123_637L);
    }

    @Test
    void ofSeveralPlatformsLeadsToOnes() {
      assertThat(Manifests.digest(LIST, "amd64")).contains("sha256:bb");
      assertThat(Manifests.digest(LIST, "riscv64")).isEmpty();
      assertThat(Manifests.sizes(LIST)).isEmpty();
    }

    @Test
    void asDockerTellsItVerboselyIsOneOrSeveral() {
      String one =
          "{\"Descriptor\": {\"platform\": {\"architecture\": \"%s\", \"os\": \"linux\"}},"
              + " \"OCIManifest\": {\"layers\": [{\"digest\": \"sha256:x\", \"size\": %d}]}}";
      String amd = String.format(Locale.ROOT, one, "amd64", 7);
      String arm = String.format(Locale.ROOT, one, "arm64", 9);

      assertThat(Manifests.verbose(amd, "amd64").map(ImageSizes::packedBytes)).contains(7L);
      assertThat(Manifests.verbose("[" + arm + "," + amd + "]", "amd64"))
          .map(ImageSizes::packedBytes)
          .contains(7L);
      assertThat(Manifests.verbose("[" + arm + "]", "amd64")).isEmpty();
    }

    @Test
    void asSkopeoTellsItNamesItsDataOtherwise() {
      assertThat(
              Manifests.sizes(
                      "{\"LayersData\": [{\"Digest\": \"sha256:a\", \"Size\": 5},"
                          + " {\"Digest\": \"sha256:b\", \"Size\": 6}]}")
                  .map(ImageSizes::packedBytes))
          .contains(11L);
    }

    @Test
    void neverTellsTheUnpackedSize() {
      assertThat(
              Manifests.sizes("{\"layers\": [{\"digest\": \"sha256:a\", \"size\": 5}]}")
                  .orElseThrow()
                  .unpackedBytes()
                  .asOptional())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io/a/b:v1, ghcr.io/a/b, v1, true",
    "localhost:5000/b, localhost:5000/b, latest, true",
    "localhost:5000/b:x, localhost:5000/b, x, true",
    "ollama/ollama:rocm, ollama/ollama, rocm, false",
    "busybox, busybox, latest, false",
    "ghcr.io/a/b:v1@sha256:ff, ghcr.io/a/b, sha256:ff, true"
  })
  void anImagesNameHasParts(String image, String repository, String version, boolean qualified) {
    ImageName name = ImageName.parse(image);

    assertThat(name).isEqualTo(new ImageName(repository, version));
    assertThat(name.qualified()).isEqualTo(qualified);
  }

  @Test
  void aFailureIsSaidInItsOwnErrorsElseInItsLastLines() {
    assertThat(Said.of(" Container x  Recreate\nError response from daemon: no such device\n"))
        .isEqualTo("Error response from daemon: no such device");
    assertThat(Said.of("a\nb\n\nc\nd\n")).isEqualTo("b; c; d");
    assertThat(Said.of(new Finished(3, "", ""))).isEqualTo("it ended with 3 and said nothing");
  }

  @Test
  void noBytesMakeAParserThrow() {
    Random random = new Random(5);
    String letters = "{}[]\",:\\sha256=0 -\n\0\u001B[mé'Status";
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(60); length > 0; length--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      String any = text.toString();
      PullProgress progress = new PullProgress(Map.of(any, 1L));
      progress.accept(any);
      assertThat(Optional.of(UnitStatus.parse(any).state())).isPresent();
      assertThat(Optional.of(ContainerState.parse(any))).isPresent();
      assertThat(Optional.of(Variables.ofUnit(any))).isPresent();
      assertThat(Optional.of(Manifests.ofPodman(new Finished(125, any, any)))).isPresent();
      assertThat(Optional.of(Manifests.verbose(any, "amd64"))).isPresent();
      assertThat(Optional.of(TimedLines.merged(new Finished(0, any, any)))).isPresent();
      assertThat(Optional.of(LogText.of(any.lines().toList()))).isPresent();
      assertThat(Optional.of(ImageName.parse(any))).isPresent();
      assertThat(Optional.of(Generator.parse(new Finished(0, any, any), any))).isPresent();
    }
  }
}
