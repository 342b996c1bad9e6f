package dev.hearth.inference.runtime;

import static dev.hearth.inference.runtime.ScriptedDevice.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.inference.runtime.InferenceFailed.Kind;
import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RenewalTest {
  private static final String NAME = "facial-recognition/buffalo_l/detection";

  /** The number of the request that others wait behind, with which nothing is wrong. */
  private static final float AHEAD = 100;

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<ScriptedDevice> sessions = new ArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final AtomicLong now = new AtomicLong();

  /** Rows for which there is memory. */
  private volatile int room = 64;

  /** Runs in which the device will be lost. */
  private final AtomicInteger losses = new AtomicInteger();

  /** Whether the device can be opened. */
  private final AtomicBoolean there = new AtomicBoolean(true);

  @AfterEach
  void close() throws Exception {
    gate.countDown();
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private OpenSession open(ShapePolicy shapes) {
    if (!there.get()) {
      throw new ProblemException(Problem.Kind.UNAVAILABLE, "the device is gone", "");
    }
    boolean first = sessions.isEmpty();
    ScriptedDevice session =
        new ScriptedDevice(
            shapes,
            run -> {
              if (first && run.first(0) == AHEAD) {
                ScriptedDevice.pauseFirst(run, entered, gate);
                return;
              }
              if (losses.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new InferenceFailed(Kind.DEVICE_LOST, "device lost");
              }
              if (run.rows() > room) {
                throw new InferenceFailed(Kind.OUT_OF_MEMORY, "out of memory");
              }
              if (run.first(run.rows() - 1) < 0) {
                throw new InferenceFailed(Kind.OTHER, "negative");
              }
            });
    sessions.add(session);
    return session;
  }

  private OwnedSession owned(int mostRows) {
    return owned(ShapePolicy.EXACT, mostRows);
  }

  private OwnedSession owned(ShapePolicy shapes, int mostRows) {
    OwnedSession owned =
        new OwnedSession(
            NAME,
            open(shapes),
            Optional.of(() -> open(shapes)),
            new Lanes(1, 64, mostRows),
            now::get);
    opened.add(owned);
    return owned;
  }

  private List<Float> ask(OwnedSession owned, Map<String, Tensor> inputs) {
    return ScriptedDevice.values(owned.forRequest(Requests.ticket()).run(inputs));
  }

  private List<Future<List<Float>>> behindARun(OwnedSession owned, int jobs)
      throws InterruptedException {
    Requests requests = new Requests(owned);
    opened.add(requests);
    var _ = requests.begin(rows(1, 2, AHEAD));
    entered.await();
    List<Future<List<Float>>> answers = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      answers.add(requests.queue(i));
    }
    return answers;
  }

  private static void assertOwnRows(List<Future<List<Float>>> answers) throws Exception {
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i).get()).containsExactly(2f * i, 2f * i);
    }
  }

  @Nested
  class WithTooLittleMemory {
    @Test
    void aJointRunIsHalvedInASessionOpenedAnew() throws Exception {
      OwnedSession owned = owned(8);
      List<Future<List<Float>>> answers = behindARun(owned, 8);
      room = 4;
      gate.countDown();

      assertOwnRows(answers);
      assertThat(owned.batchRows()).isEqualTo(4);
      assertThat(owned.rebuilds()).isEqualTo(1);
      assertThat(sessions.get(0).closed).hasValue(1);
      assertThat(sessions.get(1).rows()).containsExactly(4, 4);
    }

    @Test
    void itIsHalvedUntilItFits() throws Exception {
      OwnedSession owned = owned(8);
      List<Future<List<Float>>> answers = behindARun(owned, 8);
      room = 1;
      gate.countDown();

      assertOwnRows(answers);
      assertThat(owned.batchRows()).isEqualTo(1);
      assertThat(owned.rebuilds()).isEqualTo(3);
    }

    @Test
    void halvesAreBucketsWhereTheDeviceWantsFewSizes() throws Exception {
      OwnedSession owned = owned(ShapePolicy.BUCKETED, 8);
      List<Future<List<Float>>> answers = behindARun(owned, 7);
      room = 3;
      gate.countDown();

      assertOwnRows(answers);
      assertThat(sessions.getFirst().rows()).containsExactly(1, 8);
      assertThat(sessions.getLast().rows()).containsExactly(2, 2, 2, 1);
    }

    @Test
    void oneRequestOfManyRowsIsCutAndItsAnswerPutTogether() {
      gate.countDown();
      OwnedSession owned = owned(8);
      room = 2;

      List<Float> answer = ask(owned, rows(5, 1, 3));

      assertThat(answer).containsExactly(6f, 6f, 6f, 6f, 6f);
      assertThat(sessions.getLast().rows()).containsExactly(2, 2, 1);
      assertThat(ask(owned, rows(3, 1, 1))).containsExactly(2f, 2f, 2f);
      assertThat(owned.rebuilds()).isEqualTo(1);
    }

    @Test
    void aRequestCutIntoARunWithABadOneIsStillAnsweredWhole() throws Exception {
      OwnedSession owned = owned(8);
      Requests requests = new Requests(owned);
      opened.add(requests);
      var ahead = requests.begin(rows(1, 1, AHEAD));
      entered.await();
      Future<List<Float>> good = requests.queue(rows(3, 1, 1), Requests.ticket());
      Future<List<Float>> bad = requests.queue(rows(1, 1, -1), Requests.ticket());
      room = 2;
      gate.countDown();

      assertThat(ahead.get()).hasSize(1);
      assertThat(good.get()).containsExactly(2f, 2f, 2f);
      assertThatThrownBy(bad::get).hasRootCauseMessage("negative");
    }

    @Test
    void oneRowIsTriedTwiceThenRefusedWithTheRemedyAndTheNextIsServed() {
      gate.countDown();
      OwnedSession owned = owned(1);
      room = 0;

      assertThatThrownBy(() -> ask(owned, rows(1, 2, 1)))
          .isInstanceOfSatisfying(
              ProblemException.class,
              told -> {
                assertThat(told.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
                assertThat(told.problem().evidence()).isEqualTo("out of memory");
                assertThat(told.problem().remedy())
                    .contains("max_batch_size.facial_recognition")
                    .contains("devices.facial_recognition: cpu");
              });
      assertThat(owned.rebuilds()).isEqualTo(1);
      assertThat(owned.lost()).isFalse();

      room = 1;
      assertThat(ask(owned, rows(1, 2, 1))).containsExactly(2f, 2f);
    }

    @Test
    void afterHalvingOneRowHasItsSecondTryToo() throws Exception {
      OwnedSession owned = owned(2);
      List<Future<List<Float>>> answers = behindARun(owned, 2);
      room = 0;
      gate.countDown();

      for (Future<List<Float>> answer : answers) {
        assertThatThrownBy(answer::get).hasCauseInstanceOf(ProblemException.class);
      }
      assertThat(owned.rebuilds()).as("once for the half, once for the row").isEqualTo(2);
    }
  }

  @Nested
  class WithALostDevice {
    @Test
    void theRunIsRepeatedInASessionOpenedAnew() throws Exception {
      OwnedSession owned = owned(8);
      List<Future<List<Float>>> answers = behindARun(owned, 3);
      losses.set(1);
      gate.countDown();

      assertOwnRows(answers);
      assertThat(owned.rebuilds()).isEqualTo(1);
      assertThat(owned.batchRows()).isEqualTo(8);
    }

    @Test
    void aSecondLossIsARefusalAndTheNextRequestIsServed() {
      gate.countDown();
      OwnedSession owned = owned(8);
      losses.set(2);

      assertThatThrownBy(() -> ask(owned, rows(1, 2, 1)))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("lost twice");
      assertThat(ask(owned, rows(1, 2, 1))).containsExactly(2f, 2f);
    }

    @Test
    void aDeviceThatStaysAwayIsTriedAgainAfterAPauseOnly() {
      gate.countDown();
      OwnedSession owned = owned(8);
      losses.set(1);
      there.set(false);

      assertThatThrownBy(() -> ask(owned, rows(1, 2, 1)))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("the device is gone");
      assertThat(owned.lost()).isTrue();

      there.set(true);
      now.addAndGet(RenewableSession.PAUSE.toNanos() - 1);
      assertThatThrownBy(() -> ask(owned, rows(1, 2, 1)))
          .hasMessageContaining("the device is gone");

      now.incrementAndGet();
      assertThat(ask(owned, rows(1, 2, 1))).containsExactly(2f, 2f);
      assertThat(owned.lost()).isFalse();
    }
  }

  @Nested
  class WithSeveralLanes {
    @Test
    void aSessionIsOpenedAnewOnceForAllAndNeverUnderARun() throws Exception {
      TwoLanes device = new TwoLanes();
      OwnedSession owned = new OwnedSession(NAME, device.open(), device::open, new Lanes(2, 64, 1));
      opened.add(owned);
      Requests requests = new Requests(owned);
      opened.add(requests);
      List<Future<List<Float>>> answers =
          List.of(requests.begin(rows(1, 2, 0)), requests.begin(rows(1, 2, 1)));

      assertOwnRows(answers);
      assertThat(device.closedUnderARun).isFalse();
      assertThat(owned.rebuilds()).isEqualTo(1);
    }
  }

  @Test
  void aSessionWithoutASourceFailsItsRequestAsItIs() {
    gate.countDown();
    room = 0;
    try (OwnedSession owned = new OwnedSession(NAME, open(ShapePolicy.EXACT), 1, 4)) {
      assertThatThrownBy(() -> ask(owned, rows(1, 2, 1))).isInstanceOf(InferenceFailed.class);
      assertThat(owned.rebuilds()).isZero();
    }
  }

  /** Two runs meet in it and both find the device lost. */
  private static final class TwoLanes {
    private final CountDownLatch both = new CountDownLatch(2);
    private final AtomicInteger opens = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    volatile boolean closedUnderARun;

    OpenSession open() {
      boolean first = opens.incrementAndGet() == 1;
      return new OpenSession() {
        @Override
        public Signature signature() {
          return new Signature(List.of(), List.of(), Map.of());
        }

        @Override
        public Outputs run(Map<String, Tensor> inputs) {
          running.incrementAndGet();
          try {
            return first ? lose() : new ScriptedDevice(_ -> {}).run(inputs);
          } finally {
            running.decrementAndGet();
          }
        }

        @Override
        public void close() {
          closedUnderARun |= running.get() > 0;
        }
      };
    }

    private Outputs lose() {
      both.countDown();
      ScriptedDevice.awaitQuietly(both);
      throw new InferenceFailed(Kind.DEVICE_LOST, "device lost");
    }
  }
}
