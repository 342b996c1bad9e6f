package dev.hearth.evidence.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Verdict;
import dev.hearth.evidence.verdict.Verdict.Outcome;
import dev.hearth.evidence.verdict.Weight;
import dev.hearth.evidence.verdict.Witness;
import dev.hearth.evidence.workload.Answer;
import dev.hearth.evidence.workload.Http;
import dev.hearth.evidence.workload.PhotoTasks;
import dev.hearth.evidence.workload.Probes;
import dev.hearth.machine.Finished;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.machine.nvml.NvmlUsage;
import dev.hearth.planning.Backend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {
  @TempDir private Path root;
  private Scene scene;

  @BeforeEach
  void aServiceThatComputesOnTheGpu() {
    scene = new Scene(root, Backend.ROCM, Accelerators.amd("gfx1100", Form.DISCRETE));
    scene.folder.process(700, "/dev/kfd").kfd(700, 1, 400L << 20, 0);
  }

  @Nested
  class Answers {
    @Test
    void likeTheCpusFit() {
      scene.comparedWith(Duration.ofSeconds(1), new Answer(List.of(0.6, 0.8), List.of()));
      Verdict verdict = scene.verdict();
      assertThat(verdict.outcome()).isEqualTo(Outcome.ACCELERATED);
      assertThat(Scene.of(verdict, Witness.ANSWERS).evidence())
          .isEqualTo("it answers as the CPU does (cosine 1.0000)");
      assertThat(Scene.of(verdict, Witness.SPEED).evidence())
          .matches("it is \\d+\\.\\d times as fast as on the CPU");
    }

    @Test
    void slowerThanTheCpusAreSaidToBe() {
      scene.comparedWith(Duration.ofNanos(1000), new Answer(List.of(0.6, 0.8), List.of()));

      assertThat(Scene.of(scene.verdict(), Witness.SPEED).evidence())
          .matches("the CPU would be \\d+\\.\\d times as fast");
    }

    @Test
    void unlikeTheCpusAreNotAcceptedHoweverFast() {
      scene.comparedWith(Duration.ofSeconds(1), new Answer(List.of(0.8, -0.6), List.of()));
      Verdict verdict = scene.verdict();
      assertThat(verdict.outcome()).isEqualTo(Outcome.UNPROVEN);
      assertThat(verdict.because()).contains("its answers differ from the CPU's");
    }

    @Test
    void withBoxesOfZerosAreNotAcceptedEvenWithoutTheCpus() {
      scene.pages.put(
          "/predict",
          "{\"clip\":\"[1,0]\",\"facial-recognition\":[{\"boundingBox\":"
              + "{\"x1\":0,\"y1\":0,\"x2\":0,\"y2\":0}}]}");
      assertThat(scene.verdict().because()).isEqualTo("its answer is nothing but zeros");
    }

    @Test
    void ofAServiceThatOnlyFindsFacesAreItsFaces() {
      scene.workload = Probes.immich(PhotoTasks.faces("faces"));
      scene.pages.put(
          "/predict",
          "{\"facial-recognition\":[{\"boundingBox\":"
              + "{\"x1\":10,\"y1\":10,\"x2\":90,\"y2\":90}}]}");
      List<List<Double>> same = List.of(List.of(10.0, 11.0, 91.0, 90.0));
      scene.comparedWith(Duration.ofSeconds(1), new Answer(List.of(), same));
      assertThat(Scene.of(scene.verdict(), Witness.ANSWERS).evidence())
          .isEqualTo("it finds the faces that the CPU finds");
      List<List<Double>> others = List.of(List.of(50.0, 11.0, 91.0, 90.0));
      scene.comparedWith(Duration.ofSeconds(1), new Answer(List.of(), others));
      assertThat(scene.verdict().because()).isEqualTo("it finds other faces than the CPU does");
      scene.comparedWith(Duration.ofSeconds(1), Answer.none());
      assertThat(scene.verdict().because()).isEqualTo("it finds other faces than the CPU does");
    }

    @Test
    void inWhichNothingIsFoundAreNotCompared() {
      scene.workload = Probes.immich(PhotoTasks.faces("faces"));
      scene.pages.put("/predict", "{\"facial-recognition\":[]}");
      scene.comparedWith(Duration.ofSeconds(1), Answer.none());
      assertThat(Scene.of(scene.verdict(), Witness.ANSWERS).evidence())
          .isEqualTo("these answers cannot be compared");
    }

    @Test
    void thatAreRefusedAreNotAccepted() {
      scene.pages.put("/predict", "!Internal Server Error");
      Verdict verdict = scene.verdict();
      assertThat(verdict.outcome()).isEqualTo(Outcome.UNPROVEN);
      assertThat(verdict.because()).contains("/predict answered 500");
    }
  }

  @Nested
  class Time {
    @Test
    void isAtMostTwentySecondsOnceModelsAreLoaded() {
      Timing timing = Timing.usual(Duration.ofMinutes(10));
      assertThat(timing.idle().plus(timing.limit())).isLessThan(Duration.ofSeconds(20));
      assertThat(timing.work()).isLessThan(timing.limit());
    }

    @Test
    void isSpentOnWarmingUpOnceAndThenOnWork() {
      scene.verdict();
      assertThat(scene.requests()).isGreaterThan(3);
    }
  }

  @Nested
  class ADeploymentsQuestion {
    @Test
    void isAnsweredWithNothingWhereTheServiceComputesOnTheGpu() {
      assertThat(question(Doubt.IS_TROUBLE)).isEmpty();
    }

    @Test
    void isAnsweredWithASentenceWhereItComputesOnTheCpu() {
      scene.log.add("Falling back to ['CPUExecutionProvider'] and retrying.");
      assertThat(question(Doubt.IS_NONE))
          .contains(
              "immich-ml computes on the CPU: it went on with the CPU (log: \"Falling back to"
                  + " ['CPUExecutionProvider'] and retrying.\")");
    }

    @Test
    void isAnsweredAsTheDeploymentTakesDoubts() {
      scene.folder.hidden(700).without("/sys/class/kfd");
      assertThat(question(Doubt.IS_NONE)).isEmpty();
      assertThat(question(Doubt.IS_TROUBLE).orElseThrow())
          .startsWith("it is not proven that immich-ml computes on the accelerator: ");
    }

    @Test
    void isAnsweredWithWrongAnswersHoweverDoubtsAreTaken() {
      scene.comparedWith(Duration.ofSeconds(1), new Answer(List.of(0.8, -0.6), List.of()));
      assertThat(
              scene.verification().question(scene.asked(), Doubt.IS_NONE).trouble(scene.manager()))
          .hasValueSatisfying(said ->
              assertThat(said)
                  .startsWith("immich-ml answers wrongly: its answers differ from the CPU's"));
    }

    @Test
    void isNotAskedOfAServiceThatIsMeantForTheCpu() {
      Scene cpu = new Scene(root, Backend.CPU, Accelerators.amd("gfx1100", Form.DISCRETE));
      Http nobody =
          (_, _) -> {
            throw new AssertionError("nobody is asked");
          };
      Verification verification =
          new Verification(cpu.folder::machine, NvmlUsage.absent("x"), nobody, System::nanoTime);
      assertThat(verification.question(cpu.asked(), Doubt.IS_TROUBLE).trouble(cpu.manager()))
          .isEmpty();
    }

    private java.util.Optional<String> question(Doubt doubt) {
      return scene.verification().question(scene.asked(), doubt).trouble(scene.manager());
    }
  }

  @Test
  void aPowerAndABusySensorOnlySupport() {
    scene.folder.file(Folder.DEVICE + "/hwmon/hwmon1/power1_average", "9000000\n");
    scene.effect =
        request -> {
          if (request > 0) {
            scene.folder.device("80", "500000000", "0");
            scene.folder.file(Folder.DEVICE + "/hwmon/hwmon1/power1_average", "95000000\n");
          }
        };
    Verdict verdict = scene.verdict();
    assertThat(Scene.of(verdict, Witness.POWER).evidence())
        .isEqualTo("the card drew up to 95 W, idle 9 W");
    assertThat(Scene.of(verdict, Witness.DEVICE_BUSY).evidence())
        .isEqualTo("the device was up to 80 % busy, idle 5 %");
    assertThat(Scene.of(verdict, Witness.DEVICE_MEMORY).evidence())
        .isEqualTo("477 MiB of the device's memory were taken, 477 MiB more than before");
  }

  @Test
  void aRavenThatAlwaysSaysItIsBusyIsNotListenedTo() {
    Scene raven = new Scene(root, Backend.ROCM, Accelerators.amd("gfx902", Form.INTEGRATED));
    raven.folder.hidden(700).device("100", "1", "1");
    assertThat(Scene.of(raven.verdict(), Witness.DEVICE_BUSY).evidence())
        .isEqualTo("gfx902 says 100 % at all times");
  }

  @Test
  void anImageThatIsTheCpusRefutes() {
    scene.folder.process(700).kfd(700, 0, 0, 0).without("/sys/class/kfd/kfd/proc/700");
    scene.setup = Testimony.against(Witness.SETUP, Weight.NECESSARY, "its image is for CPU: x:1");
    Verdict verdict = scene.verdict();
    assertThat(verdict.outcome()).isEqualTo(Outcome.ON_CPU);
    assertThat(verdict.because()).contains("its image is for CPU: x:1");
  }

  @Test
  void whoLooksOnIsToldOfEachStageAndTheWorkThatWasDone() {
    List<Stage> stages = new ArrayList<>();
    Verification.Examined examined =
        scene.verification().examine(scene.asked(), scene.manager(), stages::add);
    assertThat(stages).containsExactly(Stage.values());
    assertThat(examined.verdict().outcome()).isEqualTo(Outcome.ACCELERATED);
    assertThat(examined.done().asOptional()).isPresent();
  }

  @Test
  void everyWitnessIsHeardOnce() {
    assertThat(scene.verdict().testimonies())
        .extracting(testimony -> testimony.witness())
        .containsExactlyInAnyOrder(Witness.values());
  }

  @Test
  void idsOfContainersAreNothingElseThatAnEnginePrints() {
    String id = "0123456789abcdef".repeat(4);
    assertThat(TargetMarks.ids(new Finished(0, "Emulate Docker CLI\n" + id + "\nshort\n", "")))
        .containsExactly(id);
  }
}
