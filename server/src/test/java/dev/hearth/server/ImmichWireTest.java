package dev.hearth.server;

import static dev.hearth.server.Running.file;
import static dev.hearth.server.Running.form;
import static dev.hearth.server.Running.imageForm;
import static dev.hearth.server.Running.part;
import static dev.hearth.server.Running.text;
import static dev.hearth.server.Running.textForm;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.engine.Entry;
import dev.hearth.inference.engine.Options;
import dev.hearth.inference.engine.Prediction;
import dev.hearth.inference.engine.Prediction.PictureSize;
import dev.hearth.inference.engine.Result;
import dev.hearth.inference.faces.DetectedFace;
import dev.hearth.inference.faces.DetectedFace.Box;
import dev.hearth.inference.faces.DetectedFace.Point;
import dev.hearth.inference.faces.DetectedFaces;
import dev.hearth.inference.faces.RecognizedFace;
import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.ocr.DetectedText;
import dev.hearth.inference.ocr.TextBox;
import dev.hearth.inference.ocr.TextBox.Corner;
import dev.hearth.inference.ocr.TextLine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImmichWireTest {
  private static final String VISUAL =
      "{\"clip\":{\"visual\":{\"modelName\":\"ViT-B-32__openai\"}}}";
  private static final String TEXTUAL =
      "{\"clip\":{\"textual\":{\"modelName\":\"ViT-B-32__openai\",\"options\":{\"language\":\"en\"}}}}";
  private static final String FACES =
      "{\"facial-recognition\":{\"detection\":{\"modelName\":\"buffalo_l\",\"options\":{\"minScore\":0.7}},"
          + "\"recognition\":{\"modelName\":\"buffalo_l\"}}}";
  private static final String OCR =
      "{\"ocr\":{\"detection\":{\"modelName\":\"PP-OCRv5_mobile\",\"options\":{\"minScore\":0.5,"
          + "\"maxResolution\":736}},\"recognition\":{\"modelName\":\"PP-OCRv5_mobile\",\"options\":"
          + "{\"minScore\":0.8}}}}";
  private static final byte[] PHOTO = {(byte) 0xff, (byte) 0xd8, 13, 10, 45, 45, 0, 1};

  private final Running running = Running.start();

  @AfterAll
  void stop() {
    running.close();
  }

  @BeforeEach
  void forget() {
    running.engine.predictsVectors();
    running.engine.asked.clear();
  }

  private ScriptedEngine.Asked asked() {
    return running.engine.asked.remove();
  }

  private static void assertAnswer(HttpResponse<String> answer, int status, String body) {
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
  }

  @Nested
  class APhoto {
    @Test
    void isAnsweredWithAStringThatHoldsTheEmbeddingAndTheSizeOfThePicture() {
      assertAnswer(
          running.predict(imageForm(VISUAL, PHOTO)),
          200,
          "{\"clip\":\"[0.5,-0.25]\",\"imageHeight\":800,\"imageWidth\":600}");
      ScriptedEngine.Asked asked = asked();
      assertThat(asked.entries())
          .containsExactly(
              new Entry(
                  Task.CLIP, ModelType.VISUAL, ModelName.of("ViT-B-32__openai"), Options.NONE));
    }

    @Test
    void reachesTheEngineByteForByteInDirectMemory() {
      byte[] seen = new byte[PHOTO.length];
      CompletableFuture<Boolean> direct = new CompletableFuture<>();
      running.engine.predicts(asked -> {
        ByteBuffer photo = asked.photo().encoded();
        direct.complete(photo.isDirect() && photo.remaining() == PHOTO.length);
        photo.duplicate().get(seen);
        return new Prediction(Optional.empty(), Map.of());
      });
      running.predict(form(file("image", PHOTO), text("entries", VISUAL)));
      assertThat(seen).isEqualTo(PHOTO);
      assertThat(direct).isCompletedWithValue(true);
    }

    @Test
    void winsOverAText() {
      running.predict(form(text("entries", VISUAL), text("text", "a dog"), file("image", PHOTO)));
      assertThat(asked().photo().encoded().remaining()).isEqualTo(PHOTO.length);
    }

    @Test
    void mayBeAskedForSeveralTasksAtOnce() {
      String all = "{" + String.join(",", List.of(strip(VISUAL), strip(FACES), strip(OCR))) + "}";
      assertThat(running.predict(imageForm(all, PHOTO)).body())
          .contains("\"clip\":", "\"facial-recognition\":", "\"ocr\":", "\"imageHeight\":800");
      assertThat(asked().entries()).hasSize(5);
    }

    private String strip(String object) {
      return object.substring(1, object.length() - 1);
    }
  }

  @Nested
  class AText {
    @Test
    void isAnsweredWithoutASizeOfAPicture() {
      assertAnswer(
          running.predict(textForm(TEXTUAL, "Grüße, 東京 🗼")), 200, "{\"clip\":\"[0.5,-0.25]\"}");
      ScriptedEngine.Asked asked = asked();
      assertThat(asked.query()).isEqualTo("Grüße, 東京 🗼");
      assertThat(asked.entries().getFirst().options().language()).contains("en");
    }

    @Test
    void mayBeAMegabyteLong() {
      String megabyte = "wörter ".repeat(125_000);
      assertThat(running.predict(textForm(TEXTUAL, megabyte)).statusCode()).isEqualTo(200);
      assertThat(asked().query()).isEqualTo(megabyte);
    }

    @Test
    void beyondAMebibyteIsRefusedAsAnyPartThatIsNoFile() {
      assertAnswer(
          running.predict(textForm(TEXTUAL, "x".repeat((1 << 20) + 1))),
          400,
          "{\"detail\":\"Part exceeded maximum size of 1024KB.\"}");
    }

    @Test
    void mayComeInAnUrlEncodedForm() {
      HttpResponse<String> answer =
          running.send(
              HttpRequest.newBuilder(running.uri("/predict"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(
                      BodyPublishers.ofString(
                          "text=a+dog%21&entries=" + java.net.URLEncoder.encode(TEXTUAL, UTF_8)))
                  .build());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(asked().query()).isEqualTo("a dog!");
    }
  }

  @Nested
  class AnEntry {
    @ParameterizedTest
    @ValueSource(strings = {"immich-app/ViT-B-32__openai", "ViT-B-32::openai", "ViT-B-32__openai"})
    void namesTheSameModelInAllSpellings(String spelling) {
      running.predict(imageForm(VISUAL.replace("ViT-B-32__openai", spelling), PHOTO));
      assertThat(asked().entries().getFirst().model().value()).isEqualTo("ViT-B-32__openai");
    }

    @Test
    void carriesItsOptions() {
      running.predict(imageForm(OCR, PHOTO));
      assertThat(asked().entries().stream().map(Entry::options))
          .containsExactly(
              new Options(OptionalDouble.of(0.5), OptionalInt.of(736), false, Optional.empty()),
              new Options(OptionalDouble.of(0.8), OptionalInt.empty(), false, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"clip\":{\"visual\":{\"modelName\":\"m\",\"options\":null}}}",
          "{\"clip\":{\"visual\":{\"modelName\":\"m\",\"options\":{}}}}",
          "{\"clip\":{\"visual\":{\"modelName\":\"m\",\"assetId\":\"7\",\"options\":{\"new\":[1]}}}}",
          "{\"clip\":{\"visual\":{\"options\":{\"minScore\":null},\"modelName\":\"m\"}}}"
        })
    void mayLackOptionsOrBringUnknownOnes(String entries) {
      assertThat(running.predict(imageForm(entries, PHOTO)).statusCode()).isEqualTo(200);
      assertThat(asked().entries().getFirst().options()).isEqualTo(Options.NONE);
    }

    @Test
    void ofRecognitionMayStandBeforeItsDetectionAndNameAnotherModel() {
      String reversed =
          "{\"facial-recognition\":{\"recognition\":{\"modelName\":\"buffalo_l\"},"
              + "\"detection\":{\"modelName\":\"buffalo_s\"}}}";
      assertThat(running.predict(imageForm(reversed, PHOTO)).statusCode()).isEqualTo(200);
      assertThat(asked().entries())
          .extracting(Entry::type)
          .containsExactly(ModelType.RECOGNITION, ModelType.DETECTION);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "{\"minScore\":\"high\"} | Option minScore must be a number",
          "{\"maxResolution\":0}   | Option maxResolution must be a whole number of pixels",
          "{\"scoreMode\":\"best\"}| Option scoreMode must be fast or slow",
          "{\"language\":7}        | Option language must be a string"
        })
    void withAnOptionOfTheWrongKindIsRefused(String options, String detail) {
      String entries =
          "{\"clip\":{\"visual\":{\"modelName\":\"m\",\"options\":" + options.strip() + "}}}";
      assertAnswer(
          running.predict(imageForm(entries, PHOTO)),
          422,
          "{\"detail\":\"" + detail.strip() + "\"}");
    }
  }

  @Nested
  class ARequestThatIsWrong {
    @Test
    void withoutEntriesGetsFastApisValidationObject() {
      assertAnswer(
          running.predict(form(file("image", PHOTO))),
          422,
          "{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"entries\"],\"msg\":\"Field"
              + " required\",\"input\":null}]}");
    }

    @Test
    void withoutAFormGetsItToo() {
      assertThat(running.method("POST", "/predict").statusCode()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{",
          "[]",
          "7",
          "null",
          "nonsense",
          "{}",
          "{} {}",
          "{\"clip\":7}",
          "{\"clip\":[]}",
          "{\"clip\":{}}",
          "{\"clip\":{\"visual\":\"ViT-B-32__openai\"}}",
          "{\"clip\":{\"visual\":7}}",
          "{\"clip\":{\"visual\":null}}",
          "{\"clip\":{\"visual\":{}}}",
          "{\"clip\":{\"visual\":{\"modelName\":7}}}",
          "{\"clip\":{\"visual\":{\"modelName\":null}}}",
          "{\"clip\":{\"visual\":{\"modelName\":\"m\",\"options\":7}}}"
        })
    void inItsEntriesIsCalledInvalid(String entries) {
      assertAnswer(
          running.predict(imageForm(entries, PHOTO)),
          422,
          "{\"detail\":\"Invalid request format.\"}");
    }

    @Test
    void withEntriesNestedAThousandDeepIsCalledInvalid() {
      assertThat(running.predict(imageForm("[".repeat(1000), PHOTO)).body())
          .isEqualTo("{\"detail\":\"Invalid request format.\"}");
    }

    @Test
    void withNeitherImageNorText() {
      String expected = "{\"detail\":\"Either image or text must be provided\"}";
      assertAnswer(running.predict(form(text("entries", VISUAL))), 400, expected);
      assertAnswer(running.predict(textForm(TEXTUAL, "")), 400, expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"facial-recognition", "ocr"})
    void asksForRecognitionWithoutDetection(String task) {
      assertAnswer(
          running.predict(
              imageForm("{\"" + task + "\":{\"recognition\":{\"modelName\":\"m\"}}}", PHOTO)),
          400,
          "{\"detail\":\"Task "
              + task
              + " of type recognition depends on output of (detection, "
              + task
              + ")\"}");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "clipp | visual    | Unknown task 'clipp'. Did you mean 'clip'?",
          "pets  | detection | Unknown task 'pets'. There are clip, facial-recognition, ocr.",
          "text  | embedding | Unknown task 'text'. There are clip, facial-recognition, ocr.",
          "clip  | visaul    | Task clip has no type 'visaul'. Did you mean 'visual'?",
          "clip  | detection | Task clip has no type 'detection'. It has visual and textual."
        })
    void namesWhatDoesNotExistAndHearsTheNearestName(String task, String type, String detail) {
      assertAnswer(
          running.predict(
              imageForm(
                  "{\"%s\":{\"%s\":{\"modelName\":\"m\"}}}".formatted(task.strip(), type.strip()),
                  PHOTO)),
          422,
          "{\"detail\":\"" + detail.strip() + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/", "..."})
    void namesNoModel(String name) {
      assertThat(
              running
                  .predict(imageForm(VISUAL.replace("ViT-B-32__openai", name), PHOTO))
                  .statusCode())
          .isEqualTo(422);
    }

    @Test
    void givesATextToAnImageModelAndNoFileIsRead() {
      assertAnswer(
          running.predict(textForm(VISUAL, "/etc/passwd")),
          422,
          "{\"detail\":\"Task clip of type visual takes an image, but the request brings a text\"}");
      assertThat(running.engine.asked).isEmpty();
    }

    @Test
    void givesAnImageToATextModel() {
      assertAnswer(
          running.predict(imageForm(TEXTUAL, PHOTO)),
          422,
          "{\"detail\":\"Task clip of type textual takes a text, but the request brings an image\"}");
    }
  }

  @Nested
  class WhatTheEngineSays {
    @ParameterizedTest
    @CsvSource({
      "BAD_INPUT,400",
      "UNPROCESSABLE,422",
      "NOT_FOUND,404",
      "TOO_LARGE,413",
      "OVERLOADED,429",
      "TIMED_OUT,504",
      "UNAVAILABLE,503",
      "BAD_SETTING,500"
    })
    void becomesAStatusAndADetail(Problem.Kind kind, int status) {
      running.engine.predicts(_ -> {
        throw new ProblemException(new Problem(kind, "No", "said so", "Try this."));
      });
      assertAnswer(
          running.predict(imageForm(VISUAL, PHOTO)),
          status,
          "{\"detail\":\"No (said so). Try this.\"}");
    }

    @Test
    void tellsAnOverloadedClientWhenToComeBack() {
      running.engine.predicts(_ -> {
        throw new ProblemException(Problem.Kind.OVERLOADED, "Full", "");
      });
      assertThat(running.predict(imageForm(VISUAL, PHOTO)).headers().firstValue("retry-after"))
          .contains("1");
    }

    @Test
    void byMistakeIsAnsweredWith500AndTheServerLivesOn() {
      running.engine.predicts(_ -> {
        throw new IllegalStateException("a bug of ours");
      });
      HttpResponse<String> answer = running.predict(imageForm(VISUAL, PHOTO));
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).isEqualTo("Internal Server Error");
      assertThat(answer.headers().firstValue("x-request-id")).isPresent();
      running.engine.predictsVectors();
      assertThat(running.predict(imageForm(VISUAL, PHOTO)).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void isNeverPassedOnWhenItIsNotFinite(float bad) {
      running.engine.predicts(_ ->
          new Prediction(
              Optional.empty(), Map.of(Task.CLIP, new Result.Vector(Embedding.of(0.5f, bad)))));
      HttpResponse<String> answer = running.predict(imageForm(VISUAL, PHOTO));
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).startsWith("{\"detail\":\"The model gave numbers that are not");
    }
  }

  @Nested
  class Results {
    private static final DetectedFace FACE =
        new DetectedFace(
            new Box(689.5f, -88.51f, 833.49f, 96.5f),
            0.03575617f,
            List.of(
                new Point(700.25f, 10f),
                new Point(760f, 11f),
                new Point(730f, 40f),
                new Point(710f, 70f),
                new Point(750f, 71f)));

    private String answer(PictureSize size, Task task, Result result) {
      running.engine.predicts(_ -> new Prediction(Optional.of(size), Map.of(task, result)));
      String body = running.predict(imageForm(FACES, PHOTO)).body();
      return body;
    }

    @Test
    void comeWithTheTimeOfEachTaskInAHeaderOfTheirOwn() {
      running.engine.predicts(_ ->
          new Prediction(
              Optional.of(new PictureSize(600, 800)),
              Map.of(Task.CLIP, new Result.Vector(Embedding.of(0.5f, 1f))),
              Map.of(Task.OCR, Duration.ofNanos(40_060_000), Task.CLIP, Duration.ofMillis(12))));

      assertThat(running.predict(imageForm(VISUAL, PHOTO)).headers().allValues("Server-Timing"))
          .containsExactly("clip;dur=12.0, ocr;dur=40.1");
    }

    @Test
    void ofFacesHaveWholeUnclippedBoxesRoundedHalfToEven() {
      assertThat(
              answer(
                  new PictureSize(600, 800),
                  Task.FACES,
                  new Result.Faces(List.of(new RecognizedFace(FACE, Embedding.of(1.5f, -0.001f))))))
          .isEqualTo(
              "{\"facial-recognition\":[{\"boundingBox\":{\"x1\":690.0,\"y1\":-89.0,\"x2\":833.0,"
                  + "\"y2\":96.0},\"embedding\":\"[1.5,-0.001]\",\"score\":0.03575617}],"
                  + "\"imageHeight\":800,\"imageWidth\":600}");
    }

    @Test
    void withoutFacesAreAnEmptyList() {
      assertThat(answer(new PictureSize(6, 8), Task.FACES, new Result.Faces(List.of())))
          .isEqualTo("{\"facial-recognition\":[],\"imageHeight\":8,\"imageWidth\":6}");
    }

    @Test
    void ofDetectionAloneAreParallelLists() {
      assertThat(
              answer(
                  new PictureSize(6, 8),
                  Task.FACES,
                  new Result.FaceBoxes(new DetectedFaces(List.of(FACE)))))
          .isEqualTo(
              "{\"facial-recognition\":{\"boxes\":[[690.0,-89.0,833.0,96.0]],\"scores\":[0.03575617],"
                  + "\"landmarks\":[[[700.25,10.0],[760.0,11.0],[730.0,40.0],[710.0,70.0],"
                  + "[750.0,71.0]]]},\"imageHeight\":8,\"imageWidth\":6}");
    }

    private static final TextBox BOX =
        new TextBox(
            List.of(new Corner(0, 0), new Corner(50, 0), new Corner(50, 20), new Corner(0, 20)),
            0.9f);

    @Test
    void ofTextHaveOneFlatListOfFractions() {
      assertThat(
              answer(
                  new PictureSize(100, 40),
                  Task.OCR,
                  new Result.Lines(
                      List.of(
                          new TextLine(BOX, "Say \"hi\"\n", 0.95f),
                          new TextLine(BOX, "東京", 0.85f)))))
          .isEqualTo(
              "{\"ocr\":{\"box\":[0.0,0.0,0.5,0.0,0.5,0.5,0.0,0.5,0.0,0.0,0.5,0.0,0.5,0.5,0.0,0.5],"
                  + "\"text\":[\"Say \\\"hi\\\"\\n\",\"東京\"],\"boxScore\":[0.9,0.9],"
                  + "\"textScore\":[0.95,0.85]},\"imageHeight\":40,\"imageWidth\":100}");
    }

    @Test
    void withoutTextAreFourEmptyLists() {
      assertThat(answer(new PictureSize(31, 200), Task.OCR, new Result.Lines(List.of())))
          .isEqualTo(
              "{\"ocr\":{\"box\":[],\"text\":[],\"boxScore\":[],\"textScore\":[]},"
                  + "\"imageHeight\":200,\"imageWidth\":31}");
    }

    @Test
    void ofTextDetectionAloneAreQuadsInPixels() {
      assertThat(
              answer(
                  new PictureSize(100, 40),
                  Task.OCR,
                  new Result.TextBoxes(new DetectedText(List.of(BOX)))))
          .isEqualTo(
              "{\"ocr\":{\"boxes\":[[[0.0,0.0],[50.0,0.0],[50.0,20.0],[0.0,20.0]]],"
                  + "\"scores\":[0.9]},\"imageHeight\":40,\"imageWidth\":100}");
    }
  }

  @Test
  void concurrentRequestsKeepTheirOwnOptions() {
    running.engine.predicts(asked ->
        new Prediction(
            Optional.empty(),
            new LinkedHashMap<>(
                Map.of(
                    Task.FACES,
                    new Result.Vector(
                        Embedding.of(
                            (float)
                                asked.entries().getFirst().options().minScore().orElseThrow()))))));
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(1, 40)
            .mapToObj(i ->
                running.client.sendAsync(
                    running.predictRequest(imageForm(FACES.replace("0.7", i + ".25"), PHOTO)),
                    HttpResponse.BodyHandlers.ofString()))
            .toList();
    for (int i = 1; i < 40; i++) {
      assertThat(answers.get(i - 1).join().body())
          .isEqualTo("{\"facial-recognition\":\"[" + i + ".25]\"}");
    }
  }

  @Nested
  class ABrokenForm {
    private void refused(byte[] body) {
      HttpResponse<String> answer = running.predict(body);
      assertThat(answer.body()).startsWith("{\"detail\":\"There was an error parsing the body: ");
      assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void withoutItsClosingBoundaryIsRefused() {
      byte[] whole = imageForm(VISUAL, PHOTO);
      refused(java.util.Arrays.copyOf(whole, whole.length - 20));
    }

    @Test
    void thatIsEmptyOrBeginsOtherwiseIsRefused() {
      refused(new byte[0]);
      refused("hello".getBytes(UTF_8));
    }

    @Test
    void withAPartThatHasNoNameIsRefused() {
      refused(form(part("Content-Disposition: form-data", PHOTO)));
      refused(form(part("Content-Type: image/jpeg", PHOTO)));
      refused(form(part("no colon", PHOTO)));
    }

    @Test
    void withTooManyPartsIsRefused() {
      refused(form(IntStream.range(0, 65).mapToObj(i -> text("x" + i, "")).toArray(byte[][]::new)));
    }

    @Test
    void withoutABoundaryInItsHeaderIsRefused() {
      HttpResponse<String> answer =
          running.send(
              HttpRequest.newBuilder(running.uri("/predict"))
                  .header("Content-Type", "multipart/form-data")
                  .POST(BodyPublishers.ofByteArray(imageForm(VISUAL, PHOTO)))
                  .build());
      assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void ofRandomMutationsNeverHangsNorFailsTheServer() {
      byte[] whole = imageForm(FACES, PHOTO);
      java.util.Random random = new java.util.Random(7);
      for (int i = 0; i < 2000; i++) {
        byte[] mutated = mutate(whole, random);
        assertThat(running.predict(mutated).statusCode())
            .as(() -> new String(mutated, java.nio.charset.StandardCharsets.ISO_8859_1))
            .isLessThan(500);
      }
    }

    private byte[] mutate(byte[] whole, java.util.Random random) {
      int length = random.nextInt(4) == 0 ? random.nextInt(whole.length + 1) : whole.length;
      byte[] mutated = java.util.Arrays.copyOf(whole, length);
      for (int k = random.nextInt(4); k >= 0 && length > 0; k--) {
        mutated[random.nextInt(length)] = (byte) random.nextInt();
      }
      return mutated;
    }
  }
}
