package dev.hearth.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Placement;
import dev.hearth.inference.device.Proof;
import dev.hearth.inference.device.Provider;
import dev.hearth.inference.engine.Computing;
import dev.hearth.inference.engine.EngineStatus.LoadedModel;
import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.store.StarterModels;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What hearth up says of devices and models, in 80 columns. */
class DeviceTextsTest {
  private static final Device GPU =
      new Device(
          Provider.VULKAN, 0, "AMD Radeon 780M (RADV PHOENIX)", Optional.of("0000:c4:00.0"), false);
  private static final Computing.Choice ON_GPU =
      new Computing.Choice(List.of(GPU), true, "auto: the only GPU that Vulkan can use");
  private static final String RUNTIME = "1.29.0, from npm onnxruntime-node 1.29.0";

  @Nested
  class TheDevice {
    @Test
    void isOneLineForTheCpuAlone() {
      Computing cpu =
          Computing.everywhere(
              new Computing.Choice(List.of(Device.CPU), false, "auto: this machine has no GPU"));
      assertThat(DeviceText.of(cpu, RUNTIME))
          .containsExactly("  device    cpu (auto: this machine has no GPU)");
    }

    @Test
    void isNamedWithAddressReasonAndRuntime() {
      assertThat(DeviceText.of(Computing.everywhere(ON_GPU), RUNTIME))
          .containsExactly(
              "  device    vulkan: AMD Radeon 780M (RADV PHOENIX), 0000:c4:00.0",
              "            auto: the only GPU that Vulkan can use",
              "  runtime   1.29.0, from npm onnxruntime-node 1.29.0");
    }

    @Test
    void isNamedForEachTaskWhereTheyDiffer() {
      Map<Task, Computing.Choice> choices = new EnumMap<>(Computing.everywhere(ON_GPU).byTask());
      choices.put(Task.OCR, new Computing.Choice(List.of(Device.CPU), false, "as set"));
      assertThat(DeviceText.of(new Computing(choices), RUNTIME))
          .contains("            cpu for ocr (as set)")
          .allMatch(line -> line.length() <= Wrapped.WIDTH);
    }

    @Test
    void isCalledSoftwareWhereItIs() {
      Device software = new Device(Provider.VULKAN, 0, "llvmpipe", Optional.empty(), true);
      assertThat(
              DeviceText.of(
                  Computing.everywhere(new Computing.Choice(List.of(software), false, "as set")),
                  RUNTIME))
          .first()
          .isEqualTo("  device    vulkan: llvmpipe, software: the processor plays the GPU");
    }
  }

  @Nested
  class AProof {
    private static Proof proof(int onDevice, int onCpu, Optional<String> objection) {
      Placement.Node node = new Placement.Node("Conv", "");
      return new Proof(
          new Placement(Collections.nCopies(onDevice, node), Collections.nCopies(onCpu, node)),
          OptionalDouble.of(0.989),
          new Proof.Agreement(1, OptionalDouble.empty(), objection),
          Duration.ofMillis(12),
          Duration.ofMillis(80));
    }

    private static LoadedModel model(Device device, Optional<Proof> proof, Optional<String> off) {
      return new LoadedModel(
          Task.FACES,
          ModelType.DETECTION,
          StarterModels.NAME,
          "loaded",
          device,
          proof,
          off,
          0,
          1,
          Duration.ZERO);
    }

    @Test
    void tellsNodesTimesAndAgreement() {
      assertThat(
              ProofText.of(
                  model(GPU, Optional.of(proof(96, 0, Optional.empty())), Optional.empty())))
          .containsExactly(
              "  faces detection      vulkan: 100 % of nodes, 98 % of time, 12 ms (cpu 80 ms),",
              "                       answers agree");
    }

    @Test
    void neverRoundsUpToAll() {
      assertThat(
              ProofText.of(
                  model(GPU, Optional.of(proof(999, 1, Optional.empty())), Optional.empty())))
          .first()
          .asString()
          .contains("99 % of nodes");
    }

    @Test
    void ofAModelThatWasTakenOffSaysWhy() {
      List<String> lines =
          ProofText.of(
              model(
                  Device.CPU,
                  Optional.of(proof(96, 0, Optional.of("cosine 0.2"))),
                  Optional.of("its answers differ from the CPU's: cosine 0.2")));
      assertThat(String.join(" ", lines).replaceAll("\\s+", " "))
          .contains("answers differ: cosine 0.2; taken off: its answers differ from the CPU's");
      assertThat(lines).allMatch(line -> line.length() <= Wrapped.WIDTH);
    }

    @Test
    void isNotClaimedOnTheCpu() {
      assertThat(ProofText.of(model(Device.CPU, Optional.empty(), Optional.empty()))).isEmpty();
    }

    @Test
    void namesTheModelWhereItIsNotAStarter() {
      LoadedModel named =
          new LoadedModel(
              Task.CLIP,
              ModelType.VISUAL,
              ModelName.of("ViT-B-32__openai"),
              "loaded",
              GPU,
              Optional.empty(),
              Optional.of("no memory"),
              0,
              0,
              Duration.ZERO);
      assertThat(ProofText.of(named))
          .containsExactly("  clip visual ViT-B-32__openai vulkan: taken off: no memory");
    }
  }
}
