package dev.hearth.evidence.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Json;
import dev.hearth.machine.Reading;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ProbesTest {
  private static final Workload IMMICH =
      Probes.immich(PhotoTasks.of("ViT-B-32__openai", "buffalo_l"));

  private static final String BOX = "{\"x1\":1,\"y1\":-2,\"x2\":3,\"y2\":4}";

  private static Reading<Answer> answer(Workload workload, String json) {
    return workload.answer().apply(new Reply(200, Body.of(json)));
  }

  @Nested
  class APhoto {
    @Test
    void isAPictureThatAnyDecoderReads() throws Exception {
      BufferedImage picture =
          Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(ProbePicture.png(0))));
      assertThat(picture.getWidth()).isEqualTo(640);
      assertThat(picture.getHeight()).isEqualTo(480);
      assertThat(picture.getRGB(285, 195) & 0xffffff).isNotEqualTo(picture.getRGB(5, 5) & 0xffffff);
    }

    @Test
    void isTheSameForEachRoundAndAnotherForTheNext() {
      assertThat(ProbePicture.png(0)).isEqualTo(ProbePicture.png(0));
      assertThat(ProbePicture.png(0)).isNotEqualTo(ProbePicture.png(1));
    }

    @Test
    void isPostedAsImmichsServerDoes() {
      Ask ask = IMMICH.ask().apply(0);
      String form = new String(ask.body().bytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
      assertThat(ask.path()).isEqualTo("/predict");
      assertThat(ask.type()).startsWith("multipart/form-data; boundary=");
      String boundary = ask.type().substring(ask.type().indexOf('=') + 1);
      assertThat(form)
          .startsWith("--" + boundary + "\r\n")
          .endsWith("\r\n--" + boundary + "--\r\n")
          .contains(
              "name=\"entries\"\r\n\r\n{\"clip\":{\"visual\":{\"modelName\":\"ViT-B-32__openai\"}},"
                  + "\"facial-recognition\":{\"detection\":{\"modelName\":\"buffalo_l\",\"options\":"
                  + "{\"minScore\":0.7}},\"recognition\":{\"modelName\":\"buffalo_l\"}}}\r\n");
      assertThat(form.indexOf(boundary, 3)).isLessThan(form.indexOf("PNG"));
    }

    @Test
    void isAnsweredWithAnEmbeddingInAStringAndBoxes() {
      assertThat(
              answer(
                  IMMICH,
                  """
                  {"clip":"[0.5,-1e-2]","facial-recognition":[{"boundingBox":
                  {"x1":1.0,"y1":-2,"x2":3,"y2":4},"embedding":"[1]","score":0.9}],"imageWidth":640}
                  """))
          .isEqualTo(
              Reading.known(
                  new Answer(List.of(0.5, -0.01), List.of(List.of(1.0, -2.0, 3.0, 4.0)))));
    }

    @Test
    void isAskedForFacesAloneWhereThatIsAllTheServiceDoes() {
      Workload faces = Probes.immich(PhotoTasks.faces("buffalo_s"));
      String form =
          new String(
              faces.ask().apply(0).body().bytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
      assertThat(faces.what()).isEqualTo("a photo (faces)");
      assertThat(form).contains("{\"facial-recognition\":{\"detection\":").doesNotContain("clip");
      assertThat(answer(faces, "{\"facial-recognition\":[{\"boundingBox\":" + BOX + "}]}"))
          .isEqualTo(Reading.known(new Answer(List.of(), List.of(List.of(1.0, -2.0, 3.0, 4.0)))));
    }

    @Test
    void isAskedForItsTextAsImmichsServerDoes() {
      PhotoTasks text = PhotoTasks.text("PP-OCRv5_mobile");
      assertThat(Json.parse(text.entries(), "entries").asOptional()).isPresent();
      assertThat(text.entries())
          .isEqualTo(
              "{\"ocr\":{\"detection\":{\"modelName\":\"PP-OCRv5_mobile\",\"options\":"
                  + "{\"minScore\":0.5,\"maxResolution\":736}},\"recognition\":"
                  + "{\"modelName\":\"PP-OCRv5_mobile\",\"options\":{\"minScore\":0.8}}}}");
      assertThat(answer(Probes.immich(text), "{\"ocr\":{\"box\":[],\"text\":[]}}"))
          .isEqualTo(Reading.known(Answer.none()));
    }

    @Test
    void isNotAnsweredWhereATaskThatWasAskedIsMissing() {
      assertThat(answer(IMMICH, "{\"clip\":\"[1]\"}"))
          .isEqualTo(Reading.unknown("/predict answered without \"facial-recognition\""));
      assertThat(answer(IMMICH, "{\"facial-recognition\":[]}"))
          .isEqualTo(Reading.unknown("/predict answered without \"clip\""));
      assertThat(answer(Probes.immich(PhotoTasks.text("any")), "{}"))
          .isEqualTo(Reading.unknown("/predict answered without \"ocr\""));
    }

    @Test
    void thatIsRefusedIsNoAnswer() {
      assertThat(IMMICH.answer().apply(new Reply(500, Body.of("Internal Server Error"))))
          .isEqualTo(Reading.unknown("/predict answered 500: Internal Server Error"));
    }
  }

  @Nested
  class AText {
    @Test
    void isAnsweredWithScoresWhichAreOrderedByLabel() {
      String one = "{\"label\":\"positive\",\"score\":0.7},{\"label\":\"negative\",\"score\":0.3}";
      Answer scores = new Answer(List.of(0.3, 0.7), List.of());
      assertThat(answer(Probes.sentiment(), "[[" + one + "]]")).isEqualTo(Reading.known(scores));
      assertThat(answer(Probes.sentiment(), "[" + one + "]")).isEqualTo(Reading.known(scores));
    }

    @Test
    void isAnsweredWithAnEmbedding() {
      assertThat(answer(Probes.embedding(), "[[1,2]]"))
          .isEqualTo(Reading.known(new Answer(List.of(1.0, 2.0), List.of())));
    }
  }

  @Nested
  class APrompt {
    @Test
    void neverRepeatsItselfAndIsJsonWhateverTheModelIsCalled() {
      Workload workload = Probes.ollama("llama\"3\\:1b", "n1");
      String first = workload.ask().apply(0).body().text();
      String second = workload.ask().apply(1).body().text();
      assertThat(first).isNotEqualTo(second).contains("n1-0").doesNotContain("num_ctx");
      assertThat(Json.parse(first, "").map(json -> json.text("model").orElse("")))
          .isEqualTo(Reading.known("llama\"3\\:1b"));
    }

    @Test
    void goesToAModelThatIsLoadedElseToTheSmallest() {
      Http loaded =
          answering(
              "{\"models\":[{\"name\":\"big\",\"size\":9}]}", "{\"models\":[{\"name\":\"tiny\"}]}");
      assertThat(OllamaModels.choose(loaded)).isEqualTo(Reading.known("big"));
      Http none =
          answering(
              "{\"models\":[]}",
              """
              {"models":[{"name":"big","size":9},{"name":"small","size":2},
              {"name":"embeds","size":1,"details":{"family":"nomic-bert"}}]}
              """);
      assertThat(OllamaModels.choose(none)).isEqualTo(Reading.known("small"));
    }

    @Test
    void hasNobodyToGoToWhereThereIsNoModel() {
      assertThat(OllamaModels.choose(answering("{\"models\":[]}", "{\"models\":[]}")))
          .isEqualTo(
              Reading.unknown("Ollama has no model here: ollama pull llama3.2:1b fetches one"));
    }

    private static Http answering(String loaded, String all) {
      return (ask, _) ->
          Reading.known(new Reply(200, Body.of(ask.path().equals("/api/ps") ? loaded : all)));
    }
  }

  @RepeatedTest(100)
  void anyAnswerIsReadWithoutComplaint(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    String[] words = {
      "{",
      "}",
      "[",
      "]",
      ":",
      ",",
      "\"clip\"",
      "\"[1,2\"",
      "\"boundingBox\"",
      "\"x1\"",
      "1e999",
      "-",
      "null",
      "\"facial-recognition\"",
      "\"label\"",
      "\"score\"",
      "0.5",
      "\"\\u00"
    };
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < 40; at++) {
      text.append(words[random.nextInt(words.length)]);
    }
    for (Workload workload :
        List.of(IMMICH, Probes.sentiment(), Probes.embedding(), Probes.ollama("m", "n"))) {
      assertThat(answer(workload, text.toString())).isNotNull();
    }
  }
}
