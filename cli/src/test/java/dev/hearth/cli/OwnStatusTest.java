package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cli.report.ServiceStatus;
import dev.hearth.evidence.workload.Body;
import dev.hearth.evidence.workload.Http;
import dev.hearth.evidence.workload.Reply;
import dev.hearth.machine.Reading;
import dev.hearth.planning.Backend;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnStatusTest {
  private static final OwnEngine.Engine ENGINE = new OwnEngine.Engine(4711, 3900);

  @TempDir private Path home;

  private ServiceStatus status(Http http) {
    return OwnStatus.of(
        ENGINE, http, new VerdictStore(Places.of(Map.of("HOME", home.toString()), home)));
  }

  private static Reading<Reply> answer(int status, String text) {
    return Reading.known(new Reply(status, Body.of(text)));
  }

  @Test
  void anEngineThatAnswersIsWellAndSaysOnWhatItComputes() {
    ServiceStatus status =
        status((ask, _) ->
            ask.path().equals("/ping")
                ? answer(200, "pong")
                : answer(200, "{\"devices\":[{\"backend\":\"vulkan\"},{\"backend\":\"cpu\"}]}"));

    assertThat(status.well()).isTrue();
    assertThat(status.where()).isEqualTo("hearth up, process 4711, port 3900");
    assertThat(status.backend()).contains(Backend.VULKAN);
  }

  @Test
  void oneThatDoesNotAnswerIsNotWell() {
    ServiceStatus status = status((_, _) -> Reading.unknown("nobody answered within 2 s"));

    assertThat(status.well()).isFalse();
    assertThat(status.trouble()).contains("nobody answered within 2 s");
    assertThat(status.backend()).isEmpty();
  }

  @Test
  void oneThatAnswersWithAFaultIsNotWell() {
    assertThat(status((_, _) -> answer(500, "")).trouble()).contains("/ping answered 500");
  }
}
