package dev.hearth.evidence.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.evidence.verdict.Stance;
import dev.hearth.evidence.verdict.Verdict;
import dev.hearth.evidence.verdict.Verdict.Outcome;
import dev.hearth.evidence.verdict.Witness;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.planning.Backend;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Immich on ROCm, and its twins that compute on the CPU. */
class RocmVerificationTest {
  private static final long MANY = 400L << 20;

  @TempDir private Path root;
  private Scene scene;

  @BeforeEach
  void anIntegratedGpu() {
    scene = new Scene(root, Backend.ROCM, Accelerators.amd("gfx1103", Form.INTEGRATED));
  }

  private Folder gpuProcess(int pid) {
    return scene.folder.process(pid, "/dev/dri/renderD128", "/dev/kfd");
  }

  @Nested
  class Computing {
    @Test
    void onTheGpuIsProvenByQueueAndMemory() {
      gpuProcess(700).kfd(700, 2, MANY, 0);
      Verdict verdict = scene.verdict();
      assertThat(verdict.outcome()).isEqualTo(Outcome.ACCELERATED);
      assertThat(verdict.because())
          .isEqualTo("it had 2 queues on the GPU and 400 MiB of its memory");
    }

    @Test
    void isProvenByMemoryWhereTheGpuWasBusyForAMomentOnly() {
      gpuProcess(700).kfd(700, 1, MANY, 0);
      scene.effect =
          request -> scene.folder.device(request >= 2 && request < 6 ? "1" : "0", "100", "200");
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.ACCELERATED);
    }

    @Test
    void withMemoryInGttOnlyIsProvenByFdinfo() {
      gpuProcess(700).kfd(700, 1, 4096, 0).fdinfo(700, "amdgpu", "drm-memory-gtt: \t25000 MiB\n");
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.ACCELERATED);
    }

    @Test
    void isProvenByUnitsThatWereOccupiedForAMoment() {
      gpuProcess(700).kfd(700, 1, 0, 0);
      scene.effect = request -> scene.folder.kfd(700, 1, 0, request >= 4 && request < 8 ? 6 : 0);
      assertThat(scene.verdict().because()).contains("6 of its compute units were occupied");
    }

    @Test
    void inAProcessThatWasBornWithTheFirstRequestIsProven() {
      gpuProcess(690);
      scene.effect =
          request -> {
            if (request == 0) {
              gpuProcess(700).kfd(700, 1, MANY, 0);
            }
          };
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.ACCELERATED);
    }

    @Test
    void unseenBecauseOfPermissionsIsStillProvenByKfdWhichEverybodyMayRead() {
      scene.folder.hidden(700).kfd(700, 1, MANY, 0);
      Verdict verdict = scene.verdict();
      assertThat(Scene.of(verdict, Witness.OPEN_HANDLES).stance()).isEqualTo(Stance.SILENT);
      assertThat(verdict.outcome()).isEqualTo(Outcome.ACCELERATED);
    }
  }

  @Nested
  class Twin {
    @Test
    void thatSeesTheNodesAndOpensNoneIsOnTheCpu() {
      scene.folder.process(700, "/etc/hosts");
      Verdict verdict = scene.verdict();
      assertThat(Scene.of(verdict, Witness.DEVICE_NODES).stance()).isEqualTo(Stance.FOR);
      assertThat(verdict.outcome()).isEqualTo(Outcome.ON_CPU);
      assertThat(verdict.because()).contains("none of its 1 processes had a handle");
    }

    @Test
    void thatDoesNotSeeTheNodesIsOnTheCpu() {
      scene.folder.hidden(700);
      scene.inside.clear();
      assertThat(scene.verdict().because()).contains("the service does not see /dev/");
    }

    @Test
    void whoseLogTellsOfAFallBackIsOnTheCpuEvenWithQueueAndMemory() {
      gpuProcess(700).kfd(700, 1, MANY, 3);
      scene.log.add("Setting execution providers to ['MIGraphXExecutionProvider']");
      scene.log.add("Falling back to ['CPUExecutionProvider'] and retrying.");
      Verdict verdict = scene.verdict();
      assertThat(verdict.outcome()).isEqualTo(Outcome.ON_CPU);
      assertThat(verdict.because()).startsWith("it went on with the CPU (log: \"Falling back");
    }

    @Test
    void whoseLogOnlyNamesTheProviderIsNotProven() {
      scene.folder.hidden(700).without("/sys/class/kfd");
      scene.log.add("Model Compile: Complete");
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.UNPROVEN);
    }

    @Test
    void thatHasTheDeviceOpenButNoQueueIsOnTheCpu() {
      gpuProcess(700).kfd(700, 0, 0, 0);
      Verdict verdict = scene.verdict();
      assertThat(Scene.of(verdict, Witness.OPEN_HANDLES).stance()).isEqualTo(Stance.FOR);
      assertThat(verdict.outcome()).isEqualTo(Outcome.ON_CPU);
      assertThat(verdict.because()).contains("no compute queue");
    }

    @Test
    void thatHasAQueueFromLoadingTheRuntimeAndNothingInItIsNotProven() {
      gpuProcess(700).kfd(700, 1, 2 << 20, 0);
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.UNPROVEN);
    }

    @Test
    void thatBroughtItsModelToAGpuThatStoodStillAllTheWhileIsNotProven() {
      gpuProcess(700).kfd(700, 1, MANY, 0).device("0", "100", "200");
      Verdict verdict = scene.verdict();
      assertThat(verdict.outcome()).isEqualTo(Outcome.UNPROVEN);
      assertThat(Scene.of(verdict, Witness.KFD).evidence())
          .isEqualTo(
              "it had 1 queue on the GPU and 400 MiB of its memory, but the GPU stood still all"
                  + " the while");
    }

    @Test
    void whoseQueuesAreOnAnotherGpuIsOnTheCpu() {
      gpuProcess(700)
          .kfd(700, 0, 0, 0)
          .file("/sys/class/kfd/kfd/proc/700/queues/1/gpuid", "99\n")
          .file("/sys/class/kfd/kfd/proc/700/vram_99", MANY + "\n");
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.ON_CPU);
    }

    @Test
    void besideADesktopThatMakesTheGpuBusyIsOnTheCpu() {
      scene.folder.process(700);
      scene.folder.stranger(50, "/dev/dri/renderD128", "/dev/kfd").kfd(50, 3, MANY, 9);
      scene.effect =
          request -> scene.folder.device(request > 0 ? "97" : "2", "900000000", "900000000");
      Verdict verdict = scene.verdict();
      assertThat(Scene.of(verdict, Witness.DEVICE_BUSY).stance()).isEqualTo(Stance.FOR);
      assertThat(verdict.outcome()).isEqualTo(Outcome.ON_CPU);
    }

    @Test
    void ofWhichNothingIsSeenBesideABusyDesktopIsNotProven() {
      scene.folder.hidden(700).without("/sys/class/kfd");
      scene.effect =
          request -> scene.folder.device(request > 0 ? "97" : "2", "900000000", "900000000");
      Verdict verdict = scene.verdict();
      assertThat(verdict.outcome()).isEqualTo(Outcome.UNPROVEN);
      assertThat(verdict.because()).contains("may have other causes: the device was up to 97 %");
    }

    @Test
    void besideADesktopThatWasBusyBeforeTellsNothingByTheDevice() {
      scene.folder.process(700).device("97", "900000000", "900000000");
      assertThat(Scene.of(scene.verdict(), Witness.DEVICE_BUSY).evidence())
          .isEqualTo(
              "the device was up to 97 % busy, idle 97 %: others use it, so this tells nothing");
    }

    @Test
    void thatTookThePlaceOfAProcessOnTheGpuIsNotProven() {
      gpuProcess(700).kfd(700, 2, MANY, 5);
      scene.effect =
          request -> {
            if (request == 3) {
              scene.folder.process(701).without("/proc/700").without("/sys/class/kfd/kfd/proc/700");
            }
          };
      Verdict verdict = scene.verdict();
      assertThat(verdict.outcome()).isNotEqualTo(Outcome.ACCELERATED);
      assertThat(Scene.of(verdict, Witness.KFD).evidence())
          .isEqualTo("the service was started anew while it was watched");
    }

    @Test
    void whoseNumberAnEarlierProcessOnTheGpuHadIsNotProven() {
      gpuProcess(700).kfd(700, 2, MANY, 5);
      scene.effect =
          request -> {
            if (request == 3) {
              scene.folder.without("/sys/class/kfd/kfd/proc/700").without("/proc/700/fd");
              scene.folder.process(700);
              scene.folder.file(
                  "/proc/700/stat", "700 (python) S 1" + " 0".repeat(17) + " 999999\n");
            }
          };
      assertThat(scene.verdict().outcome()).isNotEqualTo(Outcome.ACCELERATED);
    }

    @Test
    void seenFromAContainerWhereNumbersDifferIsNotProven() {
      scene.folder.hidden(700).kfd(700, 2, MANY, 5);
      scene.folder.link("/proc/self/ns/pid", "pid:[4026532999]");
      Verdict verdict = scene.verdict();
      assertThat(verdict.outcome()).isEqualTo(Outcome.UNPROVEN);
      assertThat(Scene.of(verdict, Witness.KFD).evidence()).contains("runs in a container");
    }

    @Test
    void onACardThatSleepsIsOnTheCpu() {
      scene.folder.hidden(700).without("/sys/class/kfd");
      scene.folder.file(Folder.DEVICE + "/power/runtime_status", "suspended\n");
      assertThat(scene.verdict().because()).contains("the device slept while the service worked");
    }

    @Test
    void thatIsNotFoundIsNotProven() {
      assertThat(scene.verdict().because()).contains("no process of the service is seen");
    }
  }
}
