package dev.hearth.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineJsonTest {
  private static final String ADDRESS = "127.0.0.1:3003";

  @Test
  void anEventTellsQueueTasksAndModels() {
    String event =
        """
        {"at":1,"version":"0.1.0","ready":true,"traffic":{"inFlight":3,"waiting":5,"bufferedBytes":0},
        "tasks":[{"task":"ocr","count":9,"perSecond":1.5,"medianMillis":105.5,"p95Millis":180}],
        "models":[{"task":"ocr","type":"detection","name":"PP-OCRv5_mobile","state":"loaded","waiting":5,
        "runs":81,"device":"cpu","takenOff":null}],"machine":{}}
        """;
    assertThat(EngineJson.read(ADDRESS, event))
        .isEqualTo(
            new EngineView.Told(
                ADDRESS,
                "0.1.0",
                true,
                3,
                5,
                List.of(new EngineView.Task("ocr", 1.5, 105.5, 180)),
                List.of(
                    new EngineView.Model(
                        "ocr",
                        "detection",
                        "PP-OCRv5_mobile",
                        "loaded",
                        "cpu",
                        5,
                        81,
                        Optional.empty()))));
  }

  @Test
  void anythingElseIsNoEngine() {
    assertThat(EngineJson.read(ADDRESS, "{\"hello\":1}"))
        .isEqualTo(
            new EngineView.Silent(ADDRESS, "it is no engine of Hearth's, or another version"));
    assertThat(EngineJson.read(ADDRESS, "<html>")).isInstanceOf(EngineView.Silent.class);
  }
}
