package dev.hearth.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.hearth.evidence.benchmark.Batch;
import dev.hearth.evidence.benchmark.Comparison;
import dev.hearth.evidence.benchmark.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A comparison in its four forms. */
class BenchReportTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Path SCHEMA =
      Path.of(System.getProperty("hearth.root")).resolve("docs/schema/hearth.bench-1.schema.json");
  private static final String IMAGE = "ghcr.io/immich-app/immich-machine-learning:v3.1.0-rocm";

  private final Comparison comparison =
      new Comparison(
          "immich-ml",
          new Comparison.Kind("photo", "0badcafe"),
          "Each request: a photo (search, faces). The first request is <not> counted",
          Instant.parse("2026-11-21T18:26:18.412Z"),
          side("rocm", Optional.of(IMAGE), OptionalDouble.of(41), 0.08, 0.1, 0.09),
          side("cpu twin", Optional.empty(), OptionalDouble.of(14), 12345, 11000, 12000));

  private static Side side(
      String name, Optional<String> image, OptionalDouble watts, double... rates) {
    return new Side(
        name,
        image,
        Arrays.stream(rates)
            .mapToObj(rate ->
                new Batch(
                    List.of(Duration.ofMillis(12_155)),
                    rate,
                    Duration.ofSeconds(1),
                    OptionalDouble.of(1600),
                    watts))
            .toList());
  }

  @Test
  void fitsATerminal() {
    assertThat(BenchText.of(comparison, new Paint(false)))
        .allMatch(line -> line.length() <= 80)
        .anyMatch(line -> line.startsWith("cpu twin") && line.endsWith("1600 %    14 W"));
  }

  @Test
  void isMarkdownThatATableIsMadeOf() {
    List<String> rows =
        BenchText.markdown(comparison).stream().filter(line -> line.startsWith("|")).toList();

    assertThat(rows)
        .hasSize(4)
        .allMatch(row -> row.chars().filter(each -> each == '|').count() == 7);
  }

  @Test
  void isTheDocumentThatTheSchemaSays() throws IOException {
    String document =
        MAPPER.writeValueAsString(BenchJson.of(comparison, List.of("Slower than on …"), "0.1.0"));

    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA), InputFormat.JSON)
                .validate(document, InputFormat.JSON))
        .isEmpty();
  }

  @Test
  void isAPageThatNeedsNothingElseAndShowsTextAsText() {
    String page = BenchHtml.of(comparison);

    assertThat(page)
        .contains("&lt;not&gt;", IMAGE, "Measured 2026-11-21 18:26 UTC.")
        .doesNotContain("http://", "https://", "<script", "<not>", "NaN");
  }

  @Test
  void drawsTheFastestTurnAtTheTopAndNoughtOnTheAxis() {
    String page = BenchHtml.of(comparison);

    assertThat(page).contains("cy=\"8.0\"", "cy=\"156.0\"");
  }
}
