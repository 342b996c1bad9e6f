package dev.hearth.evidence.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.evidence.verdict.Stance;
import dev.hearth.evidence.verdict.Verdict;
import dev.hearth.evidence.verdict.Verdict.Outcome;
import dev.hearth.evidence.verdict.Witness;
import dev.hearth.evidence.workload.PhotoTasks;
import dev.hearth.evidence.workload.Probes;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.planning.Backend;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that tell where they compute, and may lie. */
class OwnWordVerificationTest {
  @TempDir private Path root;

  @Nested
  class Ollama {
    private Scene scene;

    @BeforeEach
    void nativeOnRocmAndRunByAnotherUser() {
      scene = new Scene(root, Backend.ROCM, Accelerators.amd("gfx1100", Form.DISCRETE));
      scene.folder.hidden(700).without("/sys/class/kfd");
      scene.workload = Probes.ollama("llama3.2:1b", "n");
      scene.pages.put("/api/generate", "{\"response\":\"Because.\",\"eval_count\":24}");
    }

    private void deviceWorks() {
      scene.effect = request -> scene.folder.device(request > 0 ? "97" : "0", "100", "200");
    }

    private void ps(String sizes) {
      scene.pages.put(
          "/api/ps",
          "{\"models\":[{\"name\":\"other\",\"size\":1,\"size_vram\":1},"
              + "{\"name\":\"llama3.2:1b\","
              + sizes
              + "}]}");
    }

    @Test
    void thatTellsOfMemoryOnTheGpuIsAcceleratedWhereTheDeviceWorksToo() {
      ps("\"size\":2000000000,\"size_vram\":960000000");
      deviceWorks();
      scene.log.add("msg=\"offloaded 17/17 layers to GPU\"");
      Verdict verdict = scene.verdict();
      assertThat(verdict.outcome()).isEqualTo(Outcome.ACCELERATED);
      assertThat(verdict.because())
          .isEqualTo(
              "Ollama says that 48 % of llama3.2:1b lie on the GPU, and the device was up to 97 %"
                  + " busy, idle 0 %");
    }

    @Test
    void thatTellsOfMemoryWhileTheDeviceStandsStillIsNotProven() {
      ps("\"size\":2000000000,\"size_vram\":2000000000");
      scene.log.add("msg=\"offloaded 17/17 layers to GPU\"");
      Verdict verdict = scene.verdict();
      assertThat(Scene.of(verdict, Witness.API).stance()).isEqualTo(Stance.FOR);
      assertThat(verdict.outcome()).isEqualTo(Outcome.UNPROVEN);
    }

    @Test
    void thatTellsOfMemoryOnADeviceThatNobodySeesIsNotProven() {
      ps("\"size\":2000000000,\"size_vram\":2000000000");
      scene.folder.without("/sys/bus");
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.UNPROVEN);
    }

    @Test
    void thatHasAllInTheCpusMemoryIsOnTheCpu() {
      ps("\"size\":2000000000,\"size_vram\":0");
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.ON_CPU);
      ps("\"size\":2000000000");
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.ON_CPU);
    }

    @Test
    void thatTellsOfMemoryAlthoughItOffloadedNoLayerIsOnTheCpu() {
      ps("\"size\":2000000000,\"size_vram\":2000000000");
      scene.log.add("load_tensors: offloaded 33/33 layers to GPU");
      scene.log.add("load_tensors: offloaded 0/33 layers to GPU");
      Verdict verdict = scene.verdict();
      assertThat(Scene.of(verdict, Witness.API).stance()).isEqualTo(Stance.FOR);
      assertThat(verdict.outcome()).isEqualTo(Outcome.ON_CPU);
    }

    @Test
    void whoseProbeWithNoLayersWasFollowedByOneWithAllIsAccelerated() {
      deviceWorks();
      ps("\"size\":2000000000,\"size_vram\":2000000000");
      scene.log.add("load_tensors: offloaded 0/33 layers to GPU");
      scene.log.add("load_tensors: offloaded 33/33 layers to GPU");
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.ACCELERATED);
    }

    @Test
    void thatTellsOfMemoryAlthoughNoProcessHasAQueueContradictsItself() {
      ps("\"size\":2000000000,\"size_vram\":2000000000");
      deviceWorks();
      scene.folder.process(700, "/dev/kfd").kfd(700, 0, 0, 0);
      Verdict verdict = scene.verdict();
      assertThat(verdict.outcome()).isEqualTo(Outcome.UNPROVEN);
      assertThat(verdict.because()).startsWith("the witnesses contradict each other: ");
    }

    @Test
    void thatTellsOfSizesThatMakeNoSenseIsNotProven() {
      ps("\"size\":-5,\"size_vram\":1e300");
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.UNPROVEN);
      ps("\"size\":0,\"size_vram\":9");
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.UNPROVEN);
    }

    @Test
    void thatDoesNotListTheModelOrAnswerIsNotProven() {
      scene.pages.put("/api/ps", "{\"models\":[]}");
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.UNPROVEN);
      scene.pages.put("/api/ps", "!gone");
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.UNPROVEN);
    }
  }

  @Nested
  class Hearth {
    private Scene scene;
    private int runs;
    private double busy;

    @BeforeEach
    void onVulkanWithoutARightToLook() {
      scene = new Scene(root, Backend.VULKAN, Accelerators.amd("gfx1100", Form.DISCRETE));
      scene.folder.hidden(700);
      scene.workload = Probes.hearth(PhotoTasks.of("clip", "faces"));
      pages("vulkan", "\"0000:c4:00.0\"", "false", "null");
      scene.effect =
          _ -> {
            runs++;
            busy += 0.01;
            pages("vulkan", "\"0000:c4:00.0\"", "false", "null");
          };
    }

    private void pages(String backend, String pci, String software, String takenOff) {
      scene.pages.put(
          "/v1/devices",
          "{\"devices\":[{\"device\":\"GPU (Vulkan)\",\"backend\":\""
              + backend
              + "\",\"name\":\"GPU\",\"pciAddress\":"
              + pci
              + ",\"software\":"
              + software
              + ",\"busySeconds\":"
              + busy
              + "}]}");
      scene.pages.put(
          "/v1/models",
          "{\"models\":[{\"type\":\"visual\",\"name\":\"clip\",\"runs\":"
              + runs
              + ",\"backend\":\"vulkan\",\"takenOff\":"
              + takenOff
              + "}]}");
    }

    @Test
    void whoseDeviceWorkedWhileItWasAskedIsAccelerated() {
      Verdict verdict = scene.verdict();
      assertThat(verdict.outcome()).isEqualTo(Outcome.ACCELERATED);
      assertThat(verdict.because()).startsWith("Hearth says that GPU worked 0.");
    }

    @Test
    void whoseDeviceDidNotWorkIsOnTheCpu() {
      scene.effect = _ -> {};
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.ON_CPU);
    }

    @Test
    void thatComputesOnTheCpuAloneIsOnTheCpu() {
      pages("cpu", "null", "false", "null");
      scene.effect = _ -> {};
      assertThat(scene.verdict().because()).isEqualTo("Hearth computes on the CPU alone");
    }

    @Test
    void whoseGpuIsPlayedByTheProcessorIsOnTheCpu() {
      scene.effect =
          _ -> {
            busy += 0.01;
            pages("vulkan", "null", "true", "null");
          };
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.ON_CPU);
    }

    @Test
    void thatTookTheModelOffIsOnTheCpu() {
      scene.effect =
          _ -> {
            runs++;
            busy += 0.01;
            pages("vulkan", "\"0000:c4:00.0\"", "false", "\"answers differ\"");
          };
      assertThat(scene.verdict().because())
          .isEqualTo("Hearth took clip visual off its device: answers differ");
    }

    @Test
    void thatWorksOnAnotherGpuIsNotOnTheChosenOne() {
      scene.effect =
          _ -> {
            busy += 0.01;
            pages("vulkan", "\"0000:03:00.0\"", "false", "null");
          };
      assertThat(scene.verdict().outcome()).isNotEqualTo(Outcome.ACCELERATED);
    }
  }
}
