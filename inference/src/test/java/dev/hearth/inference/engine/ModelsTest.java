package dev.hearth.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.inference.engine.EngineStatus.LoadedModel;
import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.ocr.TextDetector;
import dev.hearth.inference.runtime.OpenSession;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.OwnedSession;
import dev.hearth.inference.runtime.SessionPool;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.runtime.Ticket;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ModelsTest {
  private static final ModelKey KEY =
      new ModelKey(Task.OCR, ModelType.DETECTION, ModelName.of("model"));
  private static final Duration TTL = Duration.ofMinutes(5);

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger loads = new AtomicInteger();
  private final AtomicInteger frees = new AtomicInteger();

  @Test
  void manyRequestsLoadAModelOnce() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Models models =
        models(key -> {
          awaitQuietly(gate);
          return parts(key);
        });
    try (var requests = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Models.Lease>> leases =
          List.of(
              requests.submit(() -> models.lease(KEY, ticket())),
              requests.submit(() -> models.lease(KEY, ticket())),
              requests.submit(() -> models.lease(KEY, ticket())));
      gate.countDown();
      for (Future<Models.Lease> lease : leases) {
        lease.get().close();
      }
    }
    assertThat(loads).hasValue(1);
  }

  @Test
  void anUnusedModelIsFreedAfterItsTimeAndLoadedAgainWhenAskedFor() {
    Models models = models(this::parts);
    models.lease(KEY, ticket()).close();

    now.addAndGet(TTL.toNanos());
    assertThat(models.sweep()).isZero();
    now.incrementAndGet();
    assertThat(models.sweep()).isEqualTo(1);
    assertThat(frees).hasValue(1);
    assertThat(models.status()).isEmpty();

    models.lease(KEY, ticket()).close();
    assertThat(loads).hasValue(2);
  }

  @Test
  void aModelInUseIsNeverFreed() {
    Models models = models(this::parts);
    try (Models.Lease _ = models.lease(KEY, ticket())) {
      now.addAndGet(2 * TTL.toNanos());
      assertThat(models.sweep()).isZero();
    }
    assertThat(models.sweep()).as("its last use is when it was given back").isZero();
  }

  @Test
  void aPreloadedModelStays() throws Exception {
    Models models = models(this::parts);
    models.keep(KEY).get();

    now.addAndGet(10 * TTL.toNanos());

    assertThat(models.sweep()).isZero();
    assertThat(models.status()).extracting(LoadedModel::state).containsExactly("loaded");
  }

  @Test
  void aFailureAnswersForAWhileThenIsTriedAgain() {
    Models models =
        models(_ -> {
          throw new ProblemException(Problem.Kind.NOT_FOUND, "no such model", "");
        });
    assertThatThrownBy(() -> models.lease(KEY, ticket())).hasMessage("no such model");
    assertThatThrownBy(() -> models.lease(KEY, ticket())).hasMessage("no such model");
    assertThat(loads).hasValue(1);

    now.addAndGet(Models.FAILURE_KEPT.toNanos() + 1);

    assertThatThrownBy(() -> models.lease(KEY, ticket())).hasMessage("no such model");
    assertThat(loads).hasValue(2);
  }

  @Test
  void aRequestDoesNotWaitForALoadLongerThanItsDeadline() {
    CountDownLatch gate = new CountDownLatch(1);
    Models models =
        models(key -> {
          awaitQuietly(gate);
          return parts(key);
        });
    assertThatThrownBy(() -> models.lease(KEY, Ticket.lasting(Duration.ofMillis(20))))
        .isInstanceOfSatisfying(
            ProblemException.class,
            late -> assertThat(late.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE));
    gate.countDown();
    models.lease(KEY, ticket()).close();
    assertThat(loads).hasValue(1);
  }

  @Test
  void afterClosingNothingIsLentAndAllIsFreed() {
    Models models = models(this::parts);
    models.lease(KEY, ticket()).close();

    models.close();

    assertThat(frees).hasValue(1);
    assertThatThrownBy(() -> models.lease(KEY, ticket())).isInstanceOf(ProblemException.class);
  }

  @Test
  void aFailedPreloadDoesNotFailTheStart() {
    Models models =
        models(_ -> {
          throw new ProblemException(Problem.Kind.NOT_FOUND, "no such model", "");
        });
    assertThatThrownBy(() -> models.keep(KEY).get()).isInstanceOf(ExecutionException.class);
    assertThat(models.status()).extracting(LoadedModel::state).containsExactly("failed");
  }

  private Models models(ModelLoader loader) {
    return new Models(
        key -> {
          loads.incrementAndGet();
          return loader.load(key);
        },
        TTL,
        now::get,
        Computing.cpu());
  }

  private Loaded parts(ModelKey key) {
    return Loaded.onProcessor(
        new LoadedParts.TextFinder(
            new TextDetector(),
            List.of(
                new SessionPool(
                    List.of(new OwnedSession(key.toString(), new CountedSession(), 1, 1))))));
  }

  private static Ticket ticket() {
    return Ticket.lasting(Duration.ofSeconds(20));
  }

  private static void awaitQuietly(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private final class CountedSession implements OpenSession {
    @Override
    public Signature signature() {
      return new Signature(List.of(), List.of(), Map.of());
    }

    @Override
    public Outputs run(Map<String, Tensor> inputs) {
      return new Outputs(List.of(), List.of());
    }

    @Override
    public void close() {
      frees.incrementAndGet();
    }
  }
}
