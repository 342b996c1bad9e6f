package dev.hearth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.engine.Prediction;
import dev.hearth.inference.engine.Result;
import dev.hearth.inference.faces.DetectedFace;
import dev.hearth.inference.faces.DetectedFace.Box;
import dev.hearth.inference.faces.RecognizedFace;
import dev.hearth.inference.model.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code GET /metrics}, read as strictly as the specification allows. */
class MetricsTest {
  private static final String FACES =
      "{\"facial-recognition\":{\"detection\":{\"modelName\":\"buffalo_l\"},"
          + "\"recognition\":{\"modelName\":\"buffalo_l\"}}}";
  private static final Path DOCS = Path.of("..", "docs");

  private final Running running = Running.start(Running.SETTINGS, FixedSurroundings.ofAnApu());

  @BeforeEach
  void somethingWasAsked() {
    running.engine.computesOnAGpu();
    running.engine.predicts(_ ->
        new Prediction(
            Optional.of(new Prediction.PictureSize(600, 800)),
            Map.of(Task.FACES, new Result.Faces(Collections.nCopies(3, FACE))),
            Map.of(Task.FACES, Duration.ofMillis(1250))));
    running.predict(Running.imageForm(FACES, new byte[10]));
    running.postJson("/predict", "{\"inputs\":[\"one\",\"two\",\"three\",\"four\",\"five\"]}");
    running.postJson("/embed", "{\"inputs\":\"one\"}");
  }

  private static final RecognizedFace FACE =
      new RecognizedFace(
          new DetectedFace(new Box(1, 2, 3, 4), 0.9f, Collections.emptyList()), Embedding.of(1, 0));

  @AfterEach
  void stop() {
    running.close();
  }

  private Map<String, OpenMetricsText.Family> families() {
    return OpenMetricsText.parse(running.get("/metrics").body());
  }

  private double value(String family, String suffix, Map<String, String> labels) {
    return Objects.requireNonNull(families().get(family), family).samples().stream()
        .filter(sample -> sample.name().equals(family + suffix))
        .filter(sample -> sample.labels().entrySet().containsAll(labels.entrySet()))
        .mapToDouble(OpenMetricsText.Sample::value)
        .sum();
  }

  @Test
  void tellTimesByTaskAndModel() {
    Map<String, String> faces = Map.of("task", "facial-recognition", "model", "buffalo_l");

    assertThat(value("hearth_task_seconds", "_count", faces)).isEqualTo(1);
    assertThat(
            value(
                "hearth_task_seconds",
                "_count",
                Map.of("task", "classification", "model", "finbert")))
        .isEqualTo(1);
    assertThat(value("hearth_task_seconds", "_sum", faces))
        .as("the task's own time, not the request's")
        .isEqualTo(1.25);
  }

  @Test
  void tellHowMuchWasComputedTogether() {
    Map<String, String> faces = Map.of("task", "facial-recognition");
    Map<String, String> texts = Map.of("task", "classification");

    assertThat(value("hearth_task_batch_size", "_sum", faces)).isEqualTo(3);
    assertThat(value("hearth_task_batch_size", "_sum", texts)).isEqualTo(5);
    assertThat(
            value(
                "hearth_task_batch_size", "_bucket", Map.of("task", "classification", "le", "4.0")))
        .isZero();
    assertThat(
            value(
                "hearth_task_batch_size", "_bucket", Map.of("task", "classification", "le", "8.0")))
        .isEqualTo(1);
  }

  @Test
  void tellWhatAcceleratorsDoAsAWhole() {
    Map<String, String> gpu = Map.of("accelerator", "pci-0000:c4:00.0");

    assertThat(value("hearth_accelerator_busy_ratio", "", gpu)).isEqualTo(0.5);
    assertThat(value("hearth_accelerator_power_watts", "", gpu)).isEqualTo(18.5);
    assertThat(value("hearth_accelerator_temperature_celsius", "", gpu)).isEqualTo(61);
    assertThat(
            value(
                "hearth_accelerator_clock_hertz",
                "",
                Map.of("accelerator", "pci-0000:c4:00.0", "clock", "core")))
        .isEqualTo(2.7e9);
    assertThat(
            value(
                "hearth_accelerator_memory_used_bytes",
                "",
                Map.of("accelerator", "pci-0000:c4:00.0", "memory", "shared")))
        .isEqualTo(2L << 30);
    assertThat(value("hearth_process_resident_bytes", "", Map.of())).isEqualTo(300L << 20);
    assertThat(value("hearth_machine_cpu_busy_ratio", "", Map.of())).isEqualTo(0.25);
  }

  @Test
  void tellNothingOfAnAcceleratorThatSleeps() {
    assertThat(running.get("/metrics").body())
        .doesNotContain("hearth_accelerator_busy_ratio{accelerator=\"pci-0000:01:00.0\"");
  }

  @Test
  void areWhatTheSpecificationSaysWithAllKindsOfNames() {
    assertThat(families())
        .containsKeys("hearth_http_requests", "hearth_model_waiting", "hearth_device")
        .hasSizeGreaterThan(20);
  }

  @Nested
  class TheStrictReader {
    private static final String GOOD = "# TYPE a gauge\n# HELP a What.\na{b=\"c\\\"\"} 1\n# EOF\n";

    @Test
    void takesWhatIsRight() {
      assertThat(OpenMetricsText.parse(GOOD)).containsKey("a");
    }

    @Test
    void refusesWhatIsNot() {
      for (String bad :
          new String[] {
            GOOD.replace("# EOF\n", ""),
            GOOD.replace("gauge", "counter"),
            GOOD.replace("\\\"", "\""),
            GOOD.replace("a{b", "ab{b"),
            GOOD.replace("# EOF", "a{b=\"c\\\"\"} 2\n# EOF"),
            GOOD.replace("# HELP a What.\n", "")
          }) {
        assertThatThrownBy(() -> OpenMetricsText.parse(bad))
            .as(bad)
            .isInstanceOf(AssertionError.class);
      }
    }
  }

  /** What Grafana and Prometheus are told to ask. */
  @Nested
  class Documents {
    private static final Pattern METRIC = Pattern.compile("\\bhearth_[a-z_]+");

    private Set<String> samples() {
      return families().values().stream()
          .flatMap(family -> family.samples().stream())
          .map(OpenMetricsText.Sample::name)
          .collect(Collectors.toSet());
    }

    private static Set<String> named(String text) {
      Set<String> names = new TreeSet<>();
      Matcher name = METRIC.matcher(text);
      while (name.find()) {
        names.add(name.group());
      }
      return names;
    }

    @Test
    void nameInTheDashboardOnlyWhatIsTold() throws IOException {
      Set<String> asked = new TreeSet<>();
      JsonNode dashboard =
          new ObjectMapper().readTree(Files.readString(DOCS.resolve("grafana-dashboard.json")));
      for (JsonNode panel : dashboard.path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          asked.addAll(named(target.path("expr").asString()));
        }
      }

      assertThat(asked).hasSizeGreaterThan(10);
      assertThat(samples()).containsAll(asked);
    }

    @Test
    void nameInTheExplanationEachFamilyAndNoOther() throws IOException {
      assertThat(named(Files.readString(DOCS.resolve("prometheus.md"))))
          .isEqualTo(new TreeSet<>(families().keySet()));
    }
  }
}
