package dev.hearth.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.faces.DetectedFaces;
import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepsTest {
  private static final Result DONE = new Result.Vector(Embedding.of(1, 0));

  /** A clock of each thread, so that steps side by side do not see each other's time pass. */
  private final ThreadLocal<Long> nanos = ThreadLocal.withInitial(() -> 0L);

  private final Steps steps = new Steps(nanos::get);

  private static Requested asked(Entry... entries) {
    return Requested.of(List.of(entries), new Input.Photo(ByteBuffer.allocate(0)));
  }

  private static Entry entry(Task task, ModelType type) {
    return new Entry(task, type, ModelName.of("model"), Options.NONE);
  }

  private Result after(long millis) {
    nanos.set(nanos.get() + Duration.ofMillis(millis).toNanos());
    return DONE;
  }

  @Test
  void eachTaskHasItsOwnTimeAndRecognitionsIsPartOfItsTasks() {
    Requested requested =
        asked(
            entry(Task.FACES, ModelType.DETECTION),
            entry(Task.FACES, ModelType.RECOGNITION),
            entry(Task.CLIP, ModelType.VISUAL));

    Steps.Done done =
        steps.run(
            requested,
            step ->
                switch (step.entry().type()) {
                  case DETECTION -> after(5);
                  case RECOGNITION -> after(7);
                  default -> after(30);
                });

    assertThat(done.times())
        .isEqualTo(Map.of(Task.FACES, Duration.ofMillis(12), Task.CLIP, Duration.ofMillis(30)));
  }

  @Test
  void recognitionIsGivenWhatDetectionFound() {
    Result boxes = new Result.FaceBoxes(new DetectedFaces(List.of()));
    Requested requested =
        asked(entry(Task.FACES, ModelType.DETECTION), entry(Task.FACES, ModelType.RECOGNITION));

    Steps.Done done =
        steps.run(
            requested, step -> step.entry().type() == ModelType.DETECTION ? boxes : found(step));

    assertThat(done.results()).isEqualTo(Map.of(Task.FACES, boxes));
  }

  private static Result found(Requested.Step step) {
    return step.found().orElseThrow();
  }

  @Test
  void whatAStepRefusesIsTheRequestsRefusal() {
    ProblemException full =
        new ProblemException(Problem.Kind.OVERLOADED, "The queue is full", "Ask again.");
    Requested requested =
        asked(entry(Task.FACES, ModelType.DETECTION), entry(Task.CLIP, ModelType.VISUAL));

    assertThatThrownBy(() ->
            steps.run(
                requested,
                step -> {
                  throw full;
                }))
        .isSameAs(full);
  }
}
