package dev.hearth.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Placement;
import dev.hearth.inference.device.Placement.Node;
import dev.hearth.inference.engine.Computing.Choice;
import dev.hearth.inference.engine.EngineStatus.LoadedModel;
import dev.hearth.inference.runtime.Ticket;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a model on a device that computes, lies or fails. */
@Timeout(30)
class DevicePlacingTest {
  private static final Device GPU = ScriptedRuntime.gpu();

  private final ScriptedRuntime runtime = new ScriptedRuntime();
  private final ScriptedModel model = new ScriptedModel();

  @BeforeEach
  void file(@TempDir Path folder) throws Exception {
    model.file = Files.writeString(folder.resolve("model.onnx"), "a model");
  }

  @Nested
  class ADeviceThatWasAskedFor {
    private final DevicePlacing placing = placing(false, GPU);

    @Test
    void computesWhatItIsProvenToCompute() {
      try (Loaded loaded = placing.place(model.blueprint())) {
        assertThat(loaded.devices()).containsExactly(GPU);
        assertThat(loaded.takenOff()).isEmpty();
        assertThat(loaded.proof())
            .hasValueSatisfying(proof -> assertThat(proof.agreement().holds()).isTrue());
      }
      assertThat(runtime.opened).containsExactly(GPU);
      assertThat(runtime.closed).isEqualTo(1);
    }

    @Test
    void isRefusedWhenItAnswersWrongly() {
      runtime.deviceAnswer = new float[] {1, 2, 3, -4};
      refused("differs from the processor's");
    }

    @Test
    void isRefusedWhenItAnswersNothingThatIsANumber() {
      runtime.deviceAnswer = new float[] {1, 2, 3, Float.NaN};
      refused("not numbers");
    }

    @Test
    void isRefusedWhenNothingIsPlacedThere() {
      runtime.placement = ScriptedRuntime.NOTHING;
      refused("the runtime placed none of its 1 nodes there");
    }

    @Test
    void isRefusedWhenTheRuntimeDoesNotSayWhatItPlaced() {
      runtime.placement = new Placement(List.of(), List.of());
      refused("does not say");
    }

    @Test
    void isRefusedWhenTheDriverFailsAtTheFirstRun() {
      runtime.failsAtRun = true;
      refused("its first run there failed: VK_ERROR_DEVICE_LOST");
    }

    @Test
    void isRefusedWhenTheRuntimeRefusesTheModel() {
      runtime.refuses = true;
      refused("the driver has no such queue");
    }

    @Test
    void isRefusedWhenTheSampleNeverReachesTheModel() {
      model.runs = false;
      refused("nothing is proven");
    }

    private void refused(String reason) {
      assertThatThrownBy(() -> placing.place(model.blueprint()))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refusal -> {
                Problem problem = refusal.problem();
                assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
                assertThat(problem.what())
                    .isEqualTo("The model clip/model/visual cannot be computed on Card 0 (CUDA)");
                assertThat(problem.evidence()).contains(reason);
                assertThat(problem.remedy())
                    .contains("devices.clip: cpu in hearth.yaml", "--backend auto");
                assertThat(DeviceRefusal.is(refusal)).isTrue();
              });
      assertThat(runtime.closed).as("no session stays open").isEqualTo(runtime.opened.size());
      assertThat(model.released).isEqualTo(1);
      if (!runtime.refuses) {
        assertThat(runtime.opened).as("never on the processor unasked").containsOnly(GPU);
      }
    }
  }

  @Nested
  class ADeviceThatHearthChose {
    private final DevicePlacing placing = placing(true, GPU);

    @Test
    void isLeftWhenItAnswersWrongly() {
      runtime.deviceAnswer = new float[] {4, 3, 2, 1};
      onProcessorBecause("differs from the processor's");
    }

    @Test
    void isLeftWhenNothingIsPlacedThere() {
      runtime.placement = ScriptedRuntime.NOTHING;
      onProcessorBecause("the runtime placed none");
    }

    @Test
    void isLeftWhenTheDriverFailsAtTheFirstRun() {
      runtime.failsAtRun = true;
      onProcessorBecause("VK_ERROR_DEVICE_LOST");
    }

    @Test
    void isLeftWhenTheRuntimeRefusesTheModel() {
      runtime.refuses = true;
      onProcessorBecause("the driver has no such queue");
    }

    private void onProcessorBecause(String reason) {
      try (Loaded loaded = placing.place(model.blueprint())) {
        assertThat(loaded.devices()).containsExactly(Device.CPU);
        assertThat(loaded.proof()).isEmpty();
        assertThat(loaded.takenOff())
            .hasValueSatisfying(why -> assertThat(why).contains("Card 0 (CUDA)", reason));
        assertThat(model.released).as("the model is in use").isZero();
      }
      assertThat(runtime.closed).isEqualTo(runtime.opened.size());
    }
  }

  @Nested
  class AModelThatComesBack {
    private final DevicePlacing placing = placing(true, GPU);

    @Test
    void isNotTriedAgain() {
      placing.place(model.blueprint()).close();
      try (Loaded again = placing.place(model.blueprint())) {
        assertThat(again.proof()).as("what was seen the first time").isPresent();
      }
      assertThat(runtime.twins).isEqualTo(1);
    }

    @Test
    void isTriedAgainWhenItsFileChanged() throws Exception {
      placing.place(model.blueprint()).close();
      Files.writeString(model.file, "another model");
      placing.place(model.blueprint()).close();
      assertThat(runtime.twins).isEqualTo(2);
    }

    @Test
    void goesToTheProcessorAtOnceWhenItsAnswersDiffered() {
      runtime.deviceAnswer = new float[] {4, 3, 2, 1};
      placing.place(model.blueprint()).close();
      runtime.opened.clear();
      try (Loaded again = placing.place(model.blueprint())) {
        assertThat(again.takenOff()).isPresent();
      }
      assertThat(runtime.opened).containsExactly(Device.CPU);
    }

    @Test
    void isGivenAnotherChanceWhenOnlyTheDriverFailed() {
      runtime.failsAtRun = true;
      placing.place(model.blueprint()).close();
      runtime.failsAtRun = false;
      try (Loaded again = placing.place(model.blueprint())) {
        assertThat(again.devices()).containsExactly(GPU);
      }
    }
  }

  @Nested
  class SeveralDevices {
    private final Device second = ScriptedRuntime.gpu(1);

    @Test
    void eachGetASession() {
      try (Loaded loaded = placing(false, GPU, second).place(model.blueprint())) {
        assertThat(loaded.devices()).containsExactly(GPU, second);
        assertThat(runtime.opened).containsExactly(GPU, second);
        assertThat(runtime.twins).as("each is proven").isEqualTo(2);
      }
      assertThat(runtime.closed).isEqualTo(2);
    }

    @Test
    void ofWhichOneRefusesAreRefusedTogether() {
      runtime.refused.add(second);
      assertThatThrownBy(() -> placing(false, GPU, second).place(model.blueprint()))
          .hasMessageContaining("Card 1 (CUDA)");
      assertThat(runtime.closed).isEqualTo(runtime.opened.size());
    }

    @Test
    void thatHearthChoseDoWithoutTheOneThatRefuses() {
      runtime.refused.add(second);
      try (Loaded loaded = placing(true, GPU, second).place(model.blueprint())) {
        assertThat(loaded.devices()).containsExactly(GPU);
        assertThat(loaded.takenOff())
            .hasValueSatisfying(why -> assertThat(why).contains("Card 1 (CUDA)"));
      }
    }
  }

  @Nested
  class ADamagedFile {
    @Test
    void isFetchedAgainAndIsNotTheDevicesTrouble() {
      runtime.damaged = true;
      model.repair = () -> runtime.damaged = false;
      try (Loaded loaded = placing(true, GPU).place(model.blueprint())) {
        assertThat(loaded.devices()).containsExactly(GPU);
      }
    }

    @Test
    void thatCannotBeFetchedIsReportedAsItIs() {
      runtime.damaged = true;
      assertThatThrownBy(() -> placing(true, GPU).place(model.blueprint()))
          .hasMessageContaining("damaged")
          .satisfies(failed -> assertThat(DeviceRefusal.is(failed)).isFalse());
    }
  }

  @Nested
  class WhatIsReported {
    @Test
    void namesTheDeviceTheProofAndTheReason() {
      runtime.deviceAnswer = new float[] {4, 3, 2, 1};
      try (Models models = models(true)) {
        models.lease(ScriptedModel.KEY, Ticket.lasting(Duration.ofSeconds(20))).close();
        LoadedModel status = models.status().getFirst();
        assertThat(status.device()).isEqualTo(Device.CPU);
        assertThat(status.takenOff()).isPresent();
        assertThat(models.takenOff(GPU)).isEqualTo(1);
      }
    }

    @Test
    void ofARefusalNamesTheDeviceItWasMeantFor() {
      runtime.failsAtRun = true;
      try (Models models = models(false)) {
        assertThatThrownBy(() -> models.keep(ScriptedModel.KEY).get())
            .isInstanceOf(ExecutionException.class);
        LoadedModel status = models.status().getFirst();
        assertThat(status.state()).isEqualTo("failed");
        assertThat(status.device()).isEqualTo(GPU);
        assertThat(status.takenOff())
            .hasValueSatisfying(why -> assertThat(why).contains("VK_ERROR_DEVICE_LOST"));
        assertThat(models.takenOff(GPU)).isEqualTo(1);
      }
    }

    @Test
    void ofTimeOutlivesTheModel() {
      runtime.runTakes = Duration.ofMillis(5);
      try (Models models = models(false)) {
        Ticket ticket = Ticket.lasting(Duration.ofSeconds(20));
        try (Models.Lease lease = models.lease(ScriptedModel.KEY, ticket)) {
          lease.parts().sessions().getFirst().forRequest(ticket).run(Map.of());
        }
        Duration busy = models.busy(GPU);
        assertThat(busy).isGreaterThanOrEqualTo(Duration.ofMillis(5));
        now += Duration.ofMinutes(2).toNanos();
        while (models.sweep() == 0) {
          Thread.onSpinWait(); // It may still be warming up.
        }
        assertThat(models.status()).isEmpty();
        assertThat(models.busy(GPU)).isGreaterThanOrEqualTo(busy);
      }
    }

    private long now;

    private Models models(boolean mayFallBack) {
      DevicePlacing placing = placing(mayFallBack, GPU);
      return new Models(
          _ -> placing.place(model.blueprint()),
          Duration.ofMinutes(1),
          () -> now,
          computing(mayFallBack, GPU));
    }
  }

  @Test
  void aModelThatTheProcessorMostlyComputesIsToldOf() {
    runtime.placement =
        new Placement(
            List.of(new Node("Gemm", "a"), new Node("Gemm", "b")),
            List.of(new Node("MatMulInteger", "c")));
    runtime.byNode = Map.of("a", Duration.ZERO, "c", Duration.ofHours(1));
    try (Loaded loaded = placing(false, GPU).place(model.blueprint())) {
      assertThat(MostlyOnProcessor.warning(ScriptedModel.KEY, GPU, loaded.proof().orElseThrow()))
          .hasValueSatisfying(warning ->
              assertThat(warning)
                  .contains("mostly on the processor", "0 % of its time", "MatMulInteger (1)")
                  .contains("use the model's float32 file"));
    }
  }

  private DevicePlacing placing(boolean mayFallBack, Device... devices) {
    EngineSettings defaults = EngineSettings.defaults(2);
    EngineSettings settings =
        new EngineSettings(
            defaults.sessions(),
            defaults.lanes(),
            defaults.queueLength(),
            defaults.timeToLive(),
            defaults.sweepEvery(),
            List.of(),
            0,
            6,
            defaults.preprocessing(),
            computing(mayFallBack, devices));
    return new DevicePlacing(runtime, settings);
  }

  private static Computing computing(boolean mayFallBack, Device... devices) {
    return Computing.everywhere(new Choice(List.of(devices), mayFallBack, "in this test"));
  }
}
