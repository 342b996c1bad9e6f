package dev.hearth.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the server tells of a GPU, of a model proven on it, and of one that was taken off. */
class DeviceReportsTest {
  private final Running running = Running.start();

  @BeforeEach
  void aGpuComputes() {
    running.engine.computesOnAGpu();
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @Test
  void allDevicesAreToldWithTheReasonForEach() {
    assertThat(running.get("/v1/devices").body())
        .isEqualTo(
            "{\"devices\":[{\"device\":\"AMD \\\"Radeon\\\" 780M (RADV PHOENIX) (Vulkan)\","
                + "\"backend\":\"vulkan\",\"provider\":\"WebGpuExecutionProvider\",\"name\":\"AMD"
                + " \\\"Radeon\\\" 780M (RADV PHOENIX)\","
                + "\"pciAddress\":\"0000:c4:00.0\",\"software\":false,\"because\":\"auto: the only"
                + " GPU\",\"busySeconds\":1.5,\"modelsTakenOff\":1,\"runtime\":\"1.29.0, built"
                + " in\"},{\"device\":\"CPU, 2 threads\",\"backend\":\"cpu\","
                + "\"provider\":\"CPUExecutionProvider\",\"name\":\"CPU\",\"pciAddress\":null,\"software\":false,\"because\":\"as"
                + " set\",\"busySeconds\":5.0,\"modelsTakenOff\":0,\"runtime\":\"1.29.0, built"
                + " in\"}]}");
  }

  @Test
  void infoAndTheOldKeysNameTheFirstDevice() {
    assertThat(running.get("/info").body())
        .endsWith(
            "\"device\":\"AMD \\\"Radeon\\\" 780M (RADV PHOENIX) (Vulkan)\","
                + "\"backend\":\"vulkan\"}");
  }

  @Nested
  class AModel {
    @Test
    void thatWasProvenTellsNodesTimesAndAgreement() {
      assertThat(running.get("/v1/models").body())
          .contains(
              "\"backend\":\"vulkan\",\"pciAddress\":\"0000:c4:00.0\",\"takenOff\":null,"
                  + "\"nodeShare\":0.75,\"timeShare\":0.975,"
                  + "\"proof\":{\"nodesOnDevice\":3,\"nodesOnCpu\":1,\"deviceMillis\":12.0,\"cpuMillis\":80.0,"
                  + "\"agrees\":true,\"cosine\":0.9999,\"pixels\":0.25,\"objection\":null}}");
    }

    @Test
    void thatWasTakenOffSaysWhyAndComputesElsewhere() {
      assertThat(running.get("/v1/models").body())
          .contains(
              "\"device\":\"CPU\",\"backend\":\"cpu\",\"pciAddress\":null,"
                  + "\"takenOff\":\"answers differ\","
                  + "\"nodeShare\":1.0,\"timeShare\":null,"
                  + "\"proof\":{\"nodesOnDevice\":2,\"nodesOnCpu\":0,\"deviceMillis\":7.0,\"cpuMillis\":70.0,"
                  + "\"agrees\":false,\"cosine\":null,\"pixels\":null,"
                  + "\"objection\":\"cosine is no number\"}}");
    }
  }

  @Test
  void healthNamesTheModelsThatAreStillToBeReady() {
    running.engine.becomes(false);
    assertThat(running.get("/health").body())
        .contains("Models are being loaded: starter (recognition) loading");
  }

  @Nested
  class Metrics {
    @Test
    void countWhatIsOnTheDevice() {
      String where = "backend=\"vulkan\",ordinal=\"0\",pci=\"0000:c4:00.0\"";
      String faces =
          "{task=\"facial-recognition\",type=\"detection\",model=\"starter\"," + where + "} ";
      assertThat(running.get("/metrics").body())
          .contains(
              "hearth_device_info{device=\"AMD \\\"Radeon\\\" 780M (RADV PHOENIX) (Vulkan)\","
                  + where
                  + ",software=\"false\",runtime=\"1.29.0, built in\"} 1\n",
              "hearth_device_busy_seconds_total{" + where + "} 1.5\n",
              "hearth_device_models_taken_off_total{" + where + "} 1\n",
              "hearth_model_device_node_share" + faces + "0.75\n",
              "hearth_model_device_time_share" + faces + "0.975\n",
              "hearth_model_taken_off{task=\"clip\",type=\"visual\",model=\"ViT-B-32__openai\"}"
                  + " 1\n",
              "hearth_model_taken_off{task=\"ocr\",type=\"recognition\",model=\"starter\"} 0\n");
    }

    @Test
    void neverClaimAShareThatWasNotMeasured() {
      assertThat(running.get("/metrics").body())
          .doesNotContain("hearth_model_device_time_share{task=\"clip\"")
          .doesNotContain("hearth_model_device_node_share{task=\"ocr\"");
    }
  }
}
