package dev.hearth.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.Task;
import dev.hearth.server.HearthServer;
import dev.hearth.server.api.About;
import dev.hearth.server.settings.HttpSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole run over a real server of this machine, whose engine answers at once. */
class LoadBenchTest {
  private static final HttpSettings SETTINGS =
      new HttpSettings(
          "127.0.0.1",
          0,
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          1 << 20,
          4 << 20,
          16,
          3,
          Duration.ofSeconds(1));

  @TempDir Path folder;

  private final StringWriter said = new StringWriter();

  @BeforeEach
  void photos() throws IOException {
    for (String name : List.of("c.jpg", "a.jpg", "d.jpg", "b.jpg")) {
      Files.write(folder.resolve(name), new byte[] {1, 2, 3});
    }
  }

  private int run(FixedEngine engine, String... more) {
    ModelName none = ModelName.of("none");
    try (HearthServer server =
        HearthServer.start(SETTINGS, engine, new About("1", "1", none, none))) {
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "--url",
                  "http://127.0.0.1:" + server.address().getPort(),
                  "--photos",
                  folder.toString(),
                  "--take",
                  "3",
                  "--requests",
                  "3",
                  "--rounds",
                  "1",
                  "--no-floor"));
      arguments.addAll(List.of(more));
      return LoadBench.run(new PrintWriter(said), arguments.toArray(String[]::new));
    }
  }

  @Test
  void everyTaskIsMeasuredAtEveryConcurrencyOverTheFirstPhotosByName() {
    FixedEngine engine = new FixedEngine(Optional.empty());

    assertThat(run(engine)).isZero();

    assertThat(said.toString())
        .contains("3 photos: a.jpg, b.jpg, c.jpg")
        .containsPattern("faces +1 \\|")
        .containsPattern("clip +2 \\|")
        .containsPattern("ocr +4 \\|")
        .contains("resident: after faces unknown")
        .doesNotContain("not 200");
    // Ten passes of warm-up, and one pass for each of three concurrencies.
    assertThat(engine.asked(Task.FACES)).isEqualTo(30 + 3 * 3);
  }

  @Test
  void answersOtherThan200AreCountedAndFailTheRun() {
    int exit = run(new FixedEngine(Optional.of(Task.CLIP)), "--concurrency", "2");

    assertThat(exit).isEqualTo(1);
    assertThat(said.toString()).contains("3 answers were not 200");
  }

  @Test
  void theJsonFileHoldsTheSameFigures() {
    Path json = folder.resolve("figures.json");
    long self = ProcessHandle.current().pid();

    run(
        new FixedEngine(Optional.empty()),
        "--tasks",
        "OCR",
        "--json",
        json.toString(),
        "--pid",
        Long.toString(self));

    JsonNode figures = JsonMapper.shared().readTree(json);
    assertThat(figures.at("/rows").size()).isEqualTo(3);
    assertThat(figures.at("/rows/0/task").asString()).isEqualTo("ocr");
    assertThat(figures.at("/rows/2/concurrency").asInt()).isEqualTo(4);
    assertThat(figures.at("/rows/0/reference/requestsPerSecond").asDouble()).isEqualTo(6.3);
    assertThat(figures.at("/rows/0/server/requests").asInt()).isEqualTo(3);
    assertThat(figures.at("/rows/0/throughputRatio").asDouble()).isGreaterThan(1.5);
    assertThat(figures.at("/rows/0/aimsMet").toString()).isEqualTo("[\"throughput\",\"p50\"]");
    assertThat(figures.at("/memory/residentMebibytesAfter/ocr").asDouble()).isGreaterThan(10);
    assertThat(figures.at("/memory/peakMebibytes").asDouble())
        .isGreaterThanOrEqualTo(figures.at("/memory/residentMebibytes").asDouble());
  }

  @Test
  void aFolderWithoutPhotosIsSaid() {
    int exit = LoadBench.run(new PrintWriter(said), "--photos", folder.resolve("no").toString());

    assertThat(exit).isEqualTo(1);
    assertThat(said.toString()).contains("There are no photos in").contains("--photos DIR");
  }
}
