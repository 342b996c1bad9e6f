package dev.hearth.evidence.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.evidence.workload.Ask;
import dev.hearth.evidence.workload.Body;
import dev.hearth.evidence.workload.Http;
import dev.hearth.evidence.workload.Reply;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OllamaHandoverTest {
  private static final String NOTHING = "{\"models\": []}";

  private final List<String> asked = new ArrayList<>();
  private final AtomicLong clock = new AtomicLong();
  private final List<String> lists = new ArrayList<>();

  private final Http ollama =
      (ask, _) -> {
        asked.add(ask.posts() ? ask.body().text() : ask.path());
        return Reading.known(new Reply(200, Body.of(answer(ask))));
      };

  private final OllamaHandover running = OllamaHandover.asItRuns(ollama, "llama", this::second);

  /** What {@code /api/ps} says, one after the other; the last for ever. */
  private String answer(Ask ask) {
    if (ask.posts()) {
      return "{}";
    }
    return lists.size() > 1 ? lists.removeFirst() : lists.getFirst();
  }

  private long second() {
    return clock.addAndGet(Duration.ofSeconds(1).toNanos());
  }

  private static String loaded(int context, long onGpu) {
    return """
    {"models": [{"name": "llama", "size": 900, "size_vram": %d, "context_length": %d}]}\
    """
        .formatted(onGpu, context);
  }

  @Test
  void takesTheModelOutOfMemoryAndWaitsUntilItIs() {
    lists.addAll(List.of(loaded(4096, 900), loaded(4096, 900), NOTHING));

    running.before();

    assertThat(asked)
        .containsExactly("{\"model\":\"llama\",\"keep_alive\":0}", "/api/ps", "/api/ps", "/api/ps");
  }

  @Test
  void givesUpWhereItIsKeptByAnother() {
    lists.add(loaded(4096, 900));

    assertThatThrownBy(running::before)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("does not take llama out of memory");
  }

  @Test
  void isContentWithAGpuOnOneSideAndNoneOnTheOther() {
    lists.addAll(List.of(loaded(4096, 900), loaded(4096, 0)));

    assertThatCode(
            () -> {
              running.loaded();
              running.onCpu().loaded();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void comparesNothingWithAGpuThatIsUsedAllTheSame() {
    lists.add(loaded(4096, 450));

    assertThatThrownBy(() -> running.onCpu().loaded())
        .hasMessageContaining("computes with its GPU even where it is told not to");
  }

  @Test
  void comparesNoTwoContexts() {
    OllamaHandover twin = running.onCpu();
    lists.addAll(List.of(loaded(32768, 900), loaded(4096, 0)));
    running.loaded();

    assertThatThrownBy(twin::loaded)
        .isInstanceOfSatisfying(
            ProblemException.class,
            failed -> assertThat(failed.problem().evidence()).contains("4096", "32768"));
  }

  @Test
  void takesTheContextOfAModelThatHasASmallerOneOnBothSides() {
    lists.addAll(List.of(loaded(2048, 900), loaded(2048, 0)));
    running.loaded();

    assertThatCode(() -> running.onCpu().loaded()).doesNotThrowAnyException();
  }

  @Test
  void saysThatAModelIsNotKept() {
    lists.add(NOTHING);

    assertThatThrownBy(running::loaded).hasMessageContaining("does not keep llama in memory");
  }
}
