package dev.hearth.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.inference.tensor.Tensor;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OwnedSessionTest {
  private static final Outputs NOTHING = new Outputs(List.of(), List.of());

  @Test
  void aRequestTooManyIsToldToComeBack() throws Exception {
    try (GatedSession gate = new GatedSession();
        OwnedSession owned = new OwnedSession("test", gate, 1, 2);
        var requests = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Outputs> first = requests.submit(() -> run(owned, ticket()));
      gate.entered.await();
      List<Future<Outputs>> admitted =
          List.of(
              first,
              requests.submit(() -> run(owned, ticket())),
              requests.submit(() -> run(owned, ticket())));
      while (owned.waiting() < 2) {
        Thread.sleep(1);
      }

      assertThatThrownBy(owned::requireAdmission).isInstanceOf(ProblemException.class);
      assertThatThrownBy(() -> run(owned, ticket()))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refused -> assertThat(refused.problem().kind()).isEqualTo(Problem.Kind.OVERLOADED));

      gate.open.countDown();
      for (Future<Outputs> answer : admitted) {
        assertThat(answer.get(5, TimeUnit.SECONDS)).isEqualTo(NOTHING);
      }
      assertThat(owned.runs()).isEqualTo(3);
    }
  }

  @Test
  void aClientThatLeftIsSkippedWhenItsTurnComes() throws Exception {
    try (GatedSession gate = new GatedSession();
        OwnedSession owned = new OwnedSession("test", gate, 1, 4);
        var requests = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Outputs> first = requests.submit(() -> run(owned, ticket()));
      gate.entered.await();
      Ticket left = ticket();
      Future<Outputs> second = requests.submit(() -> run(owned, left));
      while (owned.waiting() < 1) {
        Thread.sleep(1);
      }

      left.cancel();
      gate.open.countDown();

      assertThat(first.get()).isEqualTo(NOTHING);
      assertThatThrownBy(second::get).hasCauseInstanceOf(ProblemException.class);
      assertThat(gate.ran).hasValue(1);
    }
  }

  @Test
  void aWaitEndsAtItsDeadlineAndLeavesTheQueue() throws Exception {
    try (GatedSession gate = new GatedSession();
        OwnedSession owned = new OwnedSession("test", gate, 1, 4);
        var requests = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Outputs> first = requests.submit(() -> run(owned, ticket()));
      gate.entered.await();

      assertThatThrownBy(() -> run(owned, Ticket.lasting(Duration.ofMillis(30))))
          .isInstanceOfSatisfying(
              ProblemException.class,
              late -> assertThat(late.problem().kind()).isEqualTo(Problem.Kind.TIMED_OUT));

      assertThat(owned.waiting()).isZero();
      gate.open.countDown();
      first.get();
    }
  }

  @Test
  void closingFinishesWhatIsQueued() throws Exception {
    GatedSession gate = new GatedSession();
    OwnedSession owned = new OwnedSession("test", gate, 1, 4);
    try (var requests = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Outputs> first = requests.submit(() -> run(owned, ticket()));
      Future<Outputs> second = requests.submit(() -> run(owned, ticket()));
      gate.entered.await();
      while (owned.waiting() < 1) {
        Thread.sleep(1);
      }
      gate.open.countDown();
      owned.close();

      assertThat(first.get()).isEqualTo(NOTHING);
      assertThat(second.get()).isEqualTo(NOTHING);
      assertThat(gate.closed).hasValue(1);
    }
  }

  @Test
  void aFailedRunFailsItsRequestOnly() {
    OpenSession broken =
        new GatedSession() {
          @Override
          public Outputs run(Map<String, Tensor> inputs) {
            throw new IllegalStateException("no memory on the device");
          }
        };
    try (OwnedSession owned = new OwnedSession("test", broken, 1, 4)) {
      assertThatThrownBy(() -> run(owned, ticket())).hasMessage("no memory on the device");
      assertThatThrownBy(() -> run(owned, ticket())).hasMessage("no memory on the device");
    }
  }

  private static Outputs run(OwnedSession owned, Ticket ticket) {
    return owned.forRequest(ticket).run(Map.of());
  }

  private static Ticket ticket() {
    return Ticket.lasting(Duration.ofSeconds(20));
  }

  /** A session whose runs wait until the gate opens. */
  private static class GatedSession implements OpenSession {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch open = new CountDownLatch(1);
    final AtomicInteger ran = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();

    @Override
    public Signature signature() {
      return new Signature(List.of(), List.of(), Map.of());
    }

    @Override
    public Outputs run(Map<String, Tensor> inputs) {
      entered.countDown();
      try {
        open.await();
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
      ran.incrementAndGet();
      return NOTHING;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
