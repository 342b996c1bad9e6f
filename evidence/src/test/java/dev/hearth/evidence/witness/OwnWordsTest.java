package dev.hearth.evidence.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.evidence.workload.Body;
import dev.hearth.evidence.workload.Http;
import dev.hearth.evidence.workload.Reply;
import dev.hearth.evidence.workload.Workload;
import dev.hearth.machine.Reading;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class OwnWordsTest {
  private static Http answering(String devices, String models) {
    return (ask, _) ->
        Reading.known(new Reply(200, Body.of(ask.path().equals("/v1/models") ? models : devices)));
  }

  private static Reading<OwnWord> ollama(String model, String json) {
    Workload.Ollama kind = new Workload.Ollama(model);
    Http http = answering(json, json);
    return OwnWords.before(http, kind).after(http, kind);
  }

  @Test
  void ollamaLeavesOutWhatIsZero() {
    assertThat(ollama("m", "{\"models\":[{\"name\":\"m\",\"size\":7}]}"))
        .isEqualTo(Reading.known(new OwnWord.Model("m", 7, 0)));
  }

  @Test
  void ollamaNamesTheTagThatNobodyTyped() {
    assertThat(ollama("m", "{\"models\":[{\"name\":\"m:latest\",\"size\":7,\"size_vram\":5}]}"))
        .isEqualTo(Reading.known(new OwnWord.Model("m", 7, 5)));
  }

  @Test
  void hearthsFiguresAreThoseThatGrew() {
    OwnWords before =
        OwnWords.before(
            answering(
                "{\"devices\":[{\"device\":\"d\",\"busySeconds\":1.5}]}",
                "{\"models\":[{\"name\":\"m\",\"type\":\"visual\",\"runs\":4}]}"),
            new Workload.Hearth());
    assertThat(
            before.after(
                answering(
                    "{\"devices\":[{\"device\":\"d\",\"name\":\"GPU\",\"backend\":\"vulkan\","
                        + "\"pciAddress\":null,\"software\":true,\"busySeconds\":2.0}]}",
                    "{\"models\":[{\"name\":\"m\",\"type\":\"visual\",\"runs\":9,"
                        + "\"backend\":\"cpu\",\"takenOff\":\"why\"}]}"),
                new Workload.Hearth()))
        .isEqualTo(
            Reading.known(
                new OwnWord.Engine(
                    List.of(
                        new OwnWord.Device(
                            "GPU", "vulkan", Optional.empty(), true, Optional.of(0.5))),
                    List.of(
                        new OwnWord.Loaded(
                            "m visual", "cpu", Optional.of("why"), Optional.of(5.0))))));
  }

  @Test
  void withoutAQuestionBeforeNothingGrew() {
    Workload.Hearth kind = new Workload.Hearth();
    OwnWords before = OwnWords.before((_, _) -> Reading.unknown("down"), kind);
    Reading<OwnWord> word =
        before.after(answering("{\"devices\":[{\"device\":\"d\",\"busySeconds\":2}]}", "{}"), kind);
    assertThat(word.asOptional().orElseThrow())
        .isInstanceOfSatisfying(
            OwnWord.Engine.class,
            engine -> assertThat(engine.devices().getFirst().busySecondsGrown()).isEmpty());
  }

  @Test
  void whoDoesNotTellIsNotAsked() {
    Http nobody =
        (_, _) -> {
          throw new AssertionError("nobody is asked");
        };
    Workload.Untold kind = new Workload.Untold();
    assertThat(OwnWords.before(nobody, kind).after(nobody, kind))
        .isEqualTo(Reading.unknown("this service does not tell where it computes"));
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
      "\"models\"",
      "\"devices\"",
      "\"name\"",
      "\"m\"",
      "\"size\"",
      "\"size_vram\"",
      "-1",
      "1e400",
      "\"busySeconds\"",
      "\"runs\"",
      "true",
      "null",
      "\"software\""
    };
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < 50; at++) {
      text.append(words[random.nextInt(words.length)]);
    }
    assertThat(ollama("m", text.toString())).isNotNull();
    Workload.Hearth kind = new Workload.Hearth();
    Http http = answering(text.toString(), text.toString());
    assertThat(OwnWords.before(http, kind).after(http, kind)).isNotNull();
  }
}
