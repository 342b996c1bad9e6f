package dev.hearth.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.device.Placement;
import dev.hearth.inference.device.Placement.Node;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementLogTest {
  private static final String WEBGPU = "WebGpuExecutionProvider";

  @Test
  void nodesAreToldApartByTheProviderOfTheHeadingAboveThem() {
    assertThat(
            read(
                " Node(s) placed on [WebGpuExecutionProvider]. Number of nodes: 2",
                "  Conv (Conv_89_token_117)",
                "  Relu (r)",
                " Node(s) placed on [CPUExecutionProvider]. Number of nodes: 1",
                "  MatMulInteger (m)"))
        .isEqualTo(
            new Placement(
                List.of(new Node("Conv", "Conv_89_token_117"), new Node("Relu", "r")),
                List.of(new Node("MatMulInteger", "m"))));
  }

  @Test
  void whereOneProviderHasAllOnlyTheirNumberIsKnown() {
    Placement onDevice = read(" All nodes placed on [" + WEBGPU + "]. Number of nodes: 3");
    Placement onCpu = read(" All nodes placed on [CPUExecutionProvider]. Number of nodes: 172");

    assertThat(onDevice.share()).isEqualTo(1);
    assertThat(onDevice.onDevice()).hasSize(3).containsOnly(new Node("", ""));
    assertThat(onCpu.share()).isZero();
    assertThat(onCpu.nodes()).isEqualTo(172);
  }

  @Test
  void namesMayHaveBracketsBlanksOrBeMissing() {
    assertThat(
            read(
                    " Node(s) placed on [CPUExecutionProvider]. Number of nodes: 4",
                    "  Gather (/model/Gather (1) [x])",
                    "  Conv ()",
                    "  QNNExecutionProvider_560_1",
                    "  Reshape (Reshape ü)")
                .onCpu())
        .containsExactly(
            new Node("Gather", "/model/Gather (1) [x]"),
            new Node("Conv", ""),
            new Node("QNNExecutionProvider_560_1", ""),
            new Node("Reshape", "Reshape ü"));
  }

  @Test
  void nodesWithoutALineOfTheirOwnCountByTheHeading() {
    Placement placement =
        read(
            " Node(s) placed on [" + WEBGPU + "]. Number of nodes: 3",
            "  Conv (a)",
            " Node(s) placed on [CPUExecutionProvider]. Number of nodes: 1",
            "  Shape (s)",
            "  something else that begins with blanks");

    assertThat(placement.onDevice()).hasSize(3);
    assertThat(placement.onCpu()).containsExactly(new Node("Shape", "s"));
  }

  @Test
  void whereTheRuntimeSaysNothingNothingIsClaimed() {
    PlacementLog log = new PlacementLog();
    log.read("Session successfully initialized.");
    log.read("  Conv (before any heading)");

    assertThat(log.placement(WEBGPU)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " Node(s) placed on [",
        " Node(s) placed on [X]",
        " Node(s) placed on [X]. Number of nodes: many",
        " All nodes placed on []. Number of nodes: ",
        ""
      })
  void brokenHeadingsSayNothing(String message) {
    PlacementLog log = new PlacementLog();
    log.read(message);
    log.read("  Conv (c)");

    assertThat(log.placement(WEBGPU)).isEmpty();
  }

  @Test
  void anAbsurdNumberOfNodesTakesNoMemory() {
    assertThat(read(" All nodes placed on [X]. Number of nodes: 2147483647").nodes())
        .isEqualTo(100_000);
  }

  @Test
  void noMessageBreaksIt() {
    Random random = new Random(5);
    String letters = " ()[].:\nNode(s) placed on [";
    PlacementLog log = new PlacementLog();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder message = new StringBuilder();
      for (int length = random.nextInt(40); length > 0; length--) {
        message.append(letters.charAt(random.nextInt(letters.length())));
      }
      log.read(message.toString());
    }
    assertThat(log.placement(WEBGPU)).isEmpty();
  }

  private static Placement read(String... messages) {
    PlacementLog log = new PlacementLog();
    log.read("Node placements");
    for (String message : messages) {
      log.read(message);
    }
    return log.placement(WEBGPU).orElseThrow();
  }
}
