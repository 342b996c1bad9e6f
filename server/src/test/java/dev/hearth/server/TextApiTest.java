package dev.hearth.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.model.ModelName;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TextApiTest {
  private static final ModelName FINBERT = ModelName.of("ProsusAI/finbert");
  private static final ModelName EMBEDDER = ModelName.of("x/embedder");

  private final Running running = Running.start();

  @AfterAll
  void stop() {
    running.close();
  }

  @BeforeEach
  void forget() {
    running.engine.askedTexts.clear();
    running.engine.becomes(true);
  }

  private static void assertAnswer(HttpResponse<String> answer, int status, String body) {
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @Nested
  class PredictWithJson {
    @Test
    void answersOneStringWithOneList() {
      assertAnswer(
          running.postJson("/predict", "{\"inputs\":\"Sales rose.\"}"),
          200,
          "[{\"score\":0.75,\"label\":\"positive 11\"},{\"score\":0.25,\"label\":\"negative\"}]");
      assertThat(running.engine.askedTexts.remove())
          .isEqualTo(
              new ScriptedEngine.AskedTexts(FINBERT, List.of("Sales rose."), false, false, true));
    }

    @Test
    void answersAListWithAListForEach() {
      assertAnswer(
          running.postJson(
              "/predict", "{\"inputs\":[\"a\",[\"bc\"]],\"truncate\":true,\"raw_scores\":true}"),
          200,
          "[[{\"score\":0.75,\"label\":\"positive"
              + " 1\"},{\"score\":0.25,\"label\":\"negative\"}],[{\"score\":0.75,\"label\":\"positive"
              + " 2\"},{\"score\":0.25,\"label\":\"negative\"}]]");
      assertThat(running.engine.askedTexts.remove())
          .isEqualTo(new ScriptedEngine.AskedTexts(FINBERT, List.of("a", "bc"), true, true, true));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "nonsense               | 400 | The body must be a JSON object with the key inputs",
          "[]                     | 400 | The body must be a JSON object with the key inputs",
          "{}                     | 400 | inputs must be a string or a list of strings",
          "{\"inputs\":7}         | 400 | inputs must be a string or a list of strings",
          "{\"inputs\":[1]}       | 400 | inputs must be a string or a list of strings",
          "{\"inputs\":[]}        | 400 | inputs must not be empty",
          "{\"inputs\":\"a\",\"truncate\":1} | 400 | truncate must be true or false"
        })
    void refusesWhatIsNoSuchRequest(String body, int status, String error) {
      assertAnswer(
          running.postJson("/predict", body.strip()),
          status,
          "{\"error\":\"" + error.strip() + "\",\"error_type\":\"validation\"}");
    }

    @Test
    void refusesPairsClearly() {
      HttpResponse<String> answer = running.postJson("/predict", "{\"inputs\":[[\"a\",\"b\"]]}");
      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(answer.body())
          .startsWith("{\"error\":\"Pairs of texts are not supported")
          .endsWith("\"error_type\":\"tokenizer\"}");
    }

    @Test
    void refusesMoreTextsThanTheLimit() {
      String texts = "\"a\",".repeat(32) + "\"a\"";
      HttpResponse<String> answer = running.postJson("/predict", "{\"inputs\":[" + texts + "]}");
      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(answer.body()).contains("batch size 33 > maximum allowed batch size 32");
    }
  }

  @Nested
  class Embed {
    @Test
    void answersVectorsNormalisedUnlessToldOtherwise() {
      assertAnswer(running.postJson("/embed", "{\"inputs\":\"abc\"}"), 200, "[[0.5,3.0]]");
      assertAnswer(
          running.postJson("/embed", "{\"inputs\":[\"a\",\"bc\"],\"normalize\":false}"),
          200,
          "[[0.5,1.0],[0.5,2.0]]");
      assertThat(running.engine.askedTexts)
          .containsExactly(
              new ScriptedEngine.AskedTexts(EMBEDDER, List.of("abc"), false, false, true),
              new ScriptedEngine.AskedTexts(EMBEDDER, List.of("a", "bc"), false, false, false));
    }
  }

  @Test
  void textsOfManyMegabytesAreRefusedBeforeTheyAreRead() {
    HttpResponse<String> answer =
        running.postJson("/embed", "{\"inputs\":\"" + "x".repeat(5 << 20) + "\"}");
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body())
        .startsWith("{\"error\":\"The request is larger than the limit of 4194304 bytes")
        .endsWith("\"error_type\":\"validation\"}");
  }

  @Nested
  class Health {
    @Test
    void isAnEmpty200WhenReady() {
      assertAnswer(running.get("/health"), 200, "");
    }

    @Test
    void isA503ThatSaysWhatIsLoading() {
      running.engine.becomes(false);
      assertAnswer(
          running.get("/health"),
          503,
          "{\"error\":\"Models are being loaded: ViT-B-32__openai (visual) loading\","
              + "\"error_type\":\"unhealthy\"}");
    }
  }

  @Nested
  class Reports {
    @Test
    void infoNamesModelsLimitsAndDevice() {
      assertAnswer(
          running.get("/info"),
          200,
          "{\"model_id\":\"ProsusAI/finbert\",\"model_sha\":null,\"model_dtype\":\"float32\","
              + "\"model_type\":{\"classifier\":{}},\"embedding_model_id\":\"x/embedder\","
              + "\"max_concurrent_requests\":256,\"max_client_batch_size\":32,"
              + "\"version\":\"1.2.3\",\"sha\":null,\"docker_label\":null,"
              + "\"device\":\"CPU, 2 threads\",\"backend\":\"cpu\"}");
    }

    @Test
    void modelsAndDevicesTellWhatIsLoadedWhere() {
      assertAnswer(
          running.get("/v1/models"),
          200,
          "{\"ready\":true,\"models\":[{\"task\":\"clip\",\"type\":\"visual\","
              + "\"name\":\"ViT-B-32__openai\",\"state\":\"loaded\",\"waiting\":3,\"runs\":42,"
              + "\"idleSeconds\":7,\"device\":\"CPU\",\"backend\":\"cpu\",\"pciAddress\":null,"
              + "\"takenOff\":null,\"nodeShare\":null,\"timeShare\":null,\"proof\":null}]}");
      assertAnswer(
          running.get("/v1/devices"),
          200,
          "{\"devices\":[{\"device\":\"CPU, 2 threads\",\"backend\":\"cpu\","
              + "\"provider\":\"CPUExecutionProvider\",\"name\":\"CPU\",\"pciAddress\":null,\"software\":false,\"because\":\"as"
              + " set\",\"busySeconds\":5.0,\"modelsTakenOff\":0,\"runtime\":\"1.29.0, built"
              + " in\"}]}");
    }

    @Test
    void metricsAreOpenMetrics() {
      running.get("/ping");
      HttpResponse<String> answer = running.get("/metrics");
      assertThat(answer.headers().firstValue("content-type"))
          .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
      assertThat(answer.body())
          .contains(
              "hearth_http_requests_total{path=\"/ping\",status=\"200\"} ",
              "hearth_model_waiting{task=\"clip\",type=\"visual\",model=\"ViT-B-32__openai\"} 3\n",
              "hearth_model_runs_total{task=\"clip\",type=\"visual\",model=\"ViT-B-32__openai\"}"
                  + " 42\n")
          .endsWith("# EOF\n");
    }
  }

  @Nested
  class Root {
    @Test
    void isOneLineForMachines() {
      assertAnswer(running.get("/"), 200, "{\"message\":\"Immich ML\"}");
      assertAnswer(running.get("/", "Accept", "*/*"), 200, "{\"message\":\"Immich ML\"}");
      assertAnswer(
          running.get("/", "Accept", "application/json, text/html;q=0.9"),
          200,
          "{\"message\":\"Immich ML\"}");
      assertThat(running.get("/").headers().firstValue("content-type"))
          .contains("application/json");
    }

    @Test
    void isAPageForBrowsersThatLoadsNothingFromElsewhere() {
      HttpResponse<String> page =
          running.get(
              "/", "Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
      assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
      assertThat(page.headers().firstValue("content-security-policy").orElse(""))
          .startsWith("default-src 'none'; style-src 'self'; script-src 'self';")
          .doesNotContain("unsafe");
      assertThat(page.body())
          .startsWith("<!doctype html>")
          .doesNotContain("src=\"http", "href=\"http", "https://", "<style", " style=")
          .isEqualTo(running.get("/ui").body());
    }
  }
}
