package dev.hearth.evidence.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.evidence.verdict.Stance;
import dev.hearth.evidence.verdict.Verdict;
import dev.hearth.evidence.verdict.Verdict.Outcome;
import dev.hearth.evidence.verdict.Witness;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.planning.Backend;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vulkan and OpenVINO, whose engine time DRM accounts for, and their twins on the CPU. */
class FdinfoVerificationTest {
  private static final String RENDER = "/dev/dri/renderD128";

  @TempDir private Path root;

  private Scene vulkan() {
    return new Scene(root, Backend.VULKAN, Accelerators.amd("gfx1100", Form.DISCRETE));
  }

  private static void grow(Scene scene, int pid, String driver, String key, long each) {
    scene.effect =
        request -> scene.folder.fdinfo(pid, driver, key + ":\t" + each * (request + 1) + " ns\n");
  }

  @Nested
  class Computing {
    @Test
    void byVulkanIsProvenByTheEnginesTime() {
      Scene scene = vulkan();
      scene.folder.process(700, RENDER).fdinfo(700, "amdgpu", "");
      grow(scene, 700, "amdgpu", "drm-engine-compute", 9_000_000);
      Verdict verdict = scene.verdict();
      assertThat(verdict.outcome()).isEqualTo(Outcome.ACCELERATED);
      assertThat(verdict.because()).startsWith("the GPU's engines worked 0.");
    }

    @Test
    void byOpenVinoIsProvenOnI915() {
      Scene scene = new Scene(root, Backend.OPENVINO, Accelerators.intel("i915"));
      scene.folder.process(700, RENDER).fdinfo(700, "i915", "drm-engine-render:\t5 ns\n");
      grow(scene, 700, "i915", "drm-engine-render", 9_000_000);
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.ACCELERATED);
    }

    @Test
    void isProvenByCyclesOnXe() {
      Scene scene = new Scene(root, Backend.OPENVINO, Accelerators.intel("xe"));
      scene.folder.process(700, RENDER);
      scene.effect =
          request ->
              scene.folder.fdinfo(
                  700,
                  "xe",
                  "drm-cycles-ccs:\t"
                      + 500 * request
                      + "\ndrm-total-cycles-ccs:\t"
                      + 1000 * request
                      + "\n");
      assertThat(scene.verdict().because()).contains("(50.0 %)");
    }
  }

  @Nested
  class Twin {
    @Test
    void whoseEnginesStandStillIsOnTheCpuAlthoughItHasTheDeviceOpen() {
      Scene scene = vulkan();
      scene.folder.process(700, RENDER).fdinfo(700, "amdgpu", "drm-engine-gfx:\t777000000 ns\n");
      Verdict verdict = scene.verdict();
      assertThat(Scene.of(verdict, Witness.OPEN_HANDLES).stance()).isEqualTo(Stance.FOR);
      assertThat(verdict.outcome()).isEqualTo(Outcome.ON_CPU);
      assertThat(verdict.because()).contains("worked 0.000 s");
    }

    @Test
    void besideADesktopWhoseEnginesWorkIsOnTheCpu() {
      Scene scene = vulkan();
      scene.folder.process(700, RENDER).fdinfo(700, "amdgpu", "");
      scene.folder.stranger(50, RENDER);
      grow(scene, 50, "amdgpu", "drm-engine-gfx", 14_000_000);
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.ON_CPU);
    }

    @Test
    void thatOnlyDecodesVideoOnTheGpuIsOnTheCpu() {
      Scene scene = vulkan();
      scene.folder.process(700, RENDER).fdinfo(700, "amdgpu", "");
      grow(scene, 700, "amdgpu", "drm-engine-dec", 14_000_000);
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.ON_CPU);
    }

    @Test
    void whoseWorkIsOnAnotherGpuIsNotProven() {
      Scene scene = vulkan();
      scene.folder.process(700, RENDER);
      scene.effect =
          request ->
              scene.folder.file(
                  "/proc/700/fdinfo/10",
                  "drm-driver: amdgpu\ndrm-client-id: 1\ndrm-pdev: 0000:03:00.0\ndrm-engine-gfx: "
                      + 14_000_000L * request
                      + " ns\n");
      assertThat(scene.verdict().outcome()).isNotEqualTo(Outcome.ACCELERATED);
    }

    @Test
    void thatWorkedOnTheGpuBeforeItWasStartedAnewIsNotProven() {
      Scene scene = vulkan();
      scene.folder.process(700, RENDER).fdinfo(700, "amdgpu", "");
      scene.effect =
          request -> {
            if (request < 4) {
              scene.folder.fdinfo(
                  700, "amdgpu", "drm-engine-gfx: " + 900_000_000L * request + " ns\n");
            } else if (request == 4) {
              scene
                  .folder
                  .process(701, RENDER)
                  .fdinfo(701, "amdgpu", "drm-engine-gfx: 90000000 ns\n")
                  .without("/proc/700");
            }
          };
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.UNPROVEN);
    }

    @Test
    void whoseCountersNobodyTurnedOnIsNotCalledOnTheCpu() {
      Scene scene = new Scene(root, Backend.VULKAN, Accelerators.intel("panthor"));
      scene
          .folder
          .process(700, RENDER)
          .fdinfo(700, "panthor", "drm-engine-panthor:\t0 ns\ndrm-cycles-panthor:\t0\n");
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.UNPROVEN);
    }

    @Test
    void onAKernelThatTellsMemoryAloneIsNotProven() {
      Scene scene = vulkan();
      scene
          .folder
          .process(700, RENDER)
          .file("/proc/700/fdinfo/10", "pdev: 0000:c4:00.0\npasid: 3\nvram mem: 900000 kB\n");
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.UNPROVEN);
    }
  }
}
