package dev.hearth.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeTimesTest {
  /** As ONNX Runtime writes it, shortened. */
  private static final String TWO_RUNS =
      """
      [
      {"cat" : "Session","pid" :1,"tid" :1,"dur" :900,"ts" :1,"ph" : "X","name" :"model_loading_array","args" : {}},
      {"cat" : "Node","pid" :1,"tid" :1,"dur" :800,"ts" :5,"ph" : "X","name" :"Conv_0_kernel_time","args" : {"op_name" : "Conv"}},
      {"cat" : "Session","pid" :1,"tid" :1,"dur" :950,"ts" :1,"ph" : "X","name" :"model_run","args" : {}},
      {"cat" : "Node","pid" :1,"tid" :1,"dur" :20,"ts" :5,"ph" : "X","name" :"Conv_0_kernel_time","args" : {"op_name" : "Conv"}},
      {"cat" : "Node","pid" :1,"tid" :1,"dur" :3,"ts" :5,"ph" : "X","name" :"odd \\"name\\"_kernel_time","args" : {}},
      {"cat" : "Node","pid" :1,"tid" :1,"dur" :4,"ts" :5,"ph" : "X","name" :"Conv_0_kernel_time","args" : {"op_name" : "Conv"}},
      {"cat" : "Session","pid" :1,"tid" :1,"dur" :31,"ts" :1,"ph" : "X","name" :"SequentialExecutor::Execute","args" : {}},
      {"cat" : "Session","pid" :1,"tid" :1,"dur" :33,"ts" :1,"ph" : "X","name" :"model_run","args" : {}}
      ]
      """;

  @Test
  void theLastRunCountsAndWhatRunsTwiceInItIsAddedUp() {
    assertThat(NodeTimes.parse(TWO_RUNS))
        .containsOnly(
            Map.entry("Conv_0", Duration.ofNanos(24_000)),
            Map.entry("odd \"name\"", Duration.ofNanos(3_000)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "{}",
        "[1, null, {\"name\": 5}]",
        "[{\"name\":\"x_kernel_time\",\"dur\":\"soon\"},{\"name\":\"model_run\"}]",
        "[{\"name\":\"x_kernel_time\",\"dur\":1e400},{\"name\":\"model_run\"}]",
        "[{\"name\":\"x_kernel_time\",\"dur\":9223372036854775807},{\"name\":\"model_run\"}]"
      })
  void aTraceThatIsNoneTellsNothing(String trace) {
    assertThat(NodeTimes.parse(trace)).isEmpty();
  }

  @Test
  void nothingIsLeftInTheFolder(@TempDir Path folder) throws IOException {
    try (NodeTimes times = NodeTimes.in(folder)) {
      Path file = Files.writeString(Path.of(times.prefix() + "_2026.json"), TWO_RUNS);
      assertThat(times.read(file.toString())).hasSize(2);
      assertThat(file).startsWith(folder);
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }
}
