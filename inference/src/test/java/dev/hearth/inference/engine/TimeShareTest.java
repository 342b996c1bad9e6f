package dev.hearth.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.device.Placement;
import dev.hearth.inference.device.Placement.Node;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.TwinRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TimeShareTest {
  private static final Duration RUN = Duration.ofMillis(100);

  @Test
  void isAllWhereNothingStaysOnTheProcessor() {
    assertThat(share(List.of(), Map.of())).hasValue(1);
  }

  @Test
  void isWhatTheNodesOnTheProcessorLeave() {
    assertThat(
            share(
                List.of(new Node("MatMulInteger", "product")),
                Map.of("conv", Duration.ofMillis(500), "product", Duration.ofMillis(25))))
        .hasValue(0.75);
  }

  @Test
  void isNeverLessThanNothing() {
    assertThat(
            share(
                List.of(new Node("MatMulInteger", "product")),
                Map.of("product", Duration.ofHours(1))))
        .hasValue(0);
  }

  @Test
  void takesANodeThatTheRuntimeAddedForTheLongestOfItsOperator() {
    assertThat(
            share(
                List.of(new Node("Gather", "Gather_7"), new Node("Gather", "Gather_token_255")),
                Map.of("Gather_7", Duration.ofMillis(10))))
        .hasValue(0.8);
  }

  @Test
  void orForTheLongestThatStaysWhereItsOperatorIsNew() {
    assertThat(
            share(
                List.of(new Node("Slice", "Slice_7"), new Node("Gather", "Gather_token_255")),
                Map.of("Slice_7", Duration.ofMillis(10))))
        .hasValue(0.8);
  }

  @Test
  void isNotKnownWhereNothingTellsTheTimeOfANode() {
    assertThat(
            share(
                List.of(new Node("MatMulInteger", "product_quant")),
                Map.of("product", Duration.ofMillis(10), "conv", Duration.ofMillis(10))))
        .isEmpty();
  }

  private static OptionalDouble share(List<Node> onCpu, Map<String, Duration> byNode) {
    Placement placement = new Placement(List.of(new Node("Conv", "conv")), onCpu);
    Outputs nothing = new Outputs(List.of(), List.of());
    return TimeShare.of(placement, new TwinRun(nothing, RUN, byNode), RUN);
  }
}
