package dev.hearth.inference.runtime;

import static dev.hearth.inference.runtime.ScriptedDevice.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatchingTest {
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<AutoCloseable> opened = new ArrayList<>();
  private ScriptedDevice device = ScriptedDevice.waitingAt(entered, gate);

  @AfterEach
  void close() throws Exception {
    gate.countDown();
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  /** A device whose first run, a request of value 100, stands at the gate. */
  private Requests behindARun(int mostRows) throws InterruptedException {
    OwnedSession owned = owned(mostRows);
    Requests requests = new Requests(owned);
    opened.add(requests);
    var _ = requests.begin(rows(1, 2, 100));
    entered.await();
    return requests;
  }

  private OwnedSession owned(int mostRows) {
    OwnedSession owned = new OwnedSession("test", device, () -> device, new Lanes(1, 64, mostRows));
    opened.add(owned);
    return owned;
  }

  private ScriptedDevice device(ShapePolicy shapes, Consumer<ScriptedDevice.Run> before) {
    return new ScriptedDevice(
        shapes,
        run -> {
          ScriptedDevice.pauseFirst(run, entered, gate);
          before.accept(run);
        });
  }

  @Nested
  class WhatWaitsBehindARun {
    @Test
    void sharesTheNextAndGetsItsOwnRows() throws Exception {
      Requests requests = behindARun(8);
      Future<List<Float>> one = requests.queue(1);
      Future<List<Float>> two = requests.queue(rows(2, 2, 2), Requests.ticket());
      Future<List<Float>> three = requests.queue(3);
      gate.countDown();

      assertThat(one.get()).containsExactly(2f, 2f);
      assertThat(two.get()).containsExactly(4f, 4f, 4f, 4f);
      assertThat(three.get()).containsExactly(6f, 6f);
      assertThat(device.rows()).containsExactly(1, 4);
    }

    @Test
    void isSplitAtTheMostRows() throws Exception {
      Requests requests = behindARun(4);
      List<Future<List<Float>>> answers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        answers.add(requests.queue(i));
      }
      gate.countDown();

      for (int i = 0; i < 6; i++) {
        assertThat(answers.get(i).get()).containsExactly(2f * i, 2f * i);
      }
      assertThat(device.rows()).containsExactly(1, 4, 2);
    }

    @Test
    void runsOneByOneWhereBatchesDoNotPay() throws Exception {
      Requests requests = behindARun(1);
      List<Future<List<Float>>> answers = List.of(requests.queue(1), requests.queue(2));
      gate.countDown();

      for (Future<List<Float>> answer : answers) {
        answer.get();
      }
      assertThat(device.rows()).containsExactly(1, 1, 1);
    }

    @Test
    void isNotOvertakenByWhatFitsBetter() throws Exception {
      Requests requests = behindARun(8);
      var _ = requests.queue(1);
      var _ = requests.queue(2);
      var _ = requests.queue(rows(1, 3, 3), Requests.ticket());
      Future<List<Float>> last = requests.queue(4);
      gate.countDown();

      last.get();
      assertThat(device.fed)
          .extracting(inputs -> inputs.values().iterator().next().shape().toString())
          .containsExactly("[1, 2]", "[2, 2]", "[1, 3]", "[1, 2]");
    }

    @Test
    void isDroppedWhenItsClientLeft() throws Exception {
      Requests requests = behindARun(2);
      List<Future<List<Float>>> joined = List.of(requests.queue(1), requests.queue(2));
      Ticket left = Requests.ticket();
      Future<List<Float>> dropped = requests.queue(rows(1, 2, 3), left);
      List<Future<List<Float>>> behind = List.of(requests.queue(4), requests.queue(5));
      left.cancel();
      gate.countDown();

      assertThatThrownBy(dropped::get).hasCauseInstanceOf(ProblemException.class);
      assertThat(joined.getLast().get()).containsExactly(4f, 4f);
      assertThat(behind.getLast().get()).containsExactly(10f, 10f);
      assertThat(device.rows()).containsExactly(1, 2, 2);
    }

    @Test
    void leavesAtItsDeadlineThoughItWasJoined() throws Exception {
      Requests requests = behindARun(8);
      Future<List<Float>> one = requests.queue(1);
      Future<List<Float>> late =
          requests.queue(rows(1, 2, 2), Ticket.lasting(Duration.ofMillis(100)));

      assertThatThrownBy(late::get)
          .cause()
          .isInstanceOfSatisfying(
              ProblemException.class,
              told -> assertThat(told.problem().kind()).isEqualTo(Problem.Kind.TIMED_OUT));
      assertThat(one).isNotDone();
      gate.countDown();
      assertThat(one.get()).containsExactly(2f, 2f);
    }

    @Test
    void costsNoRunWhenNobodyWaitsForItAnyMore() throws Exception {
      Requests requests = behindARun(8);
      Ticket left = Requests.ticket();
      Future<List<Float>> one = requests.queue(rows(1, 2, 1), left);
      Future<List<Float>> two = requests.queue(rows(1, 2, 1), left);
      left.cancel();
      gate.countDown();

      assertThatThrownBy(one::get).hasCauseInstanceOf(ProblemException.class);
      assertThatThrownBy(two::get).hasCauseInstanceOf(ProblemException.class);
      assertThat(device.rows()).containsExactly(1);
    }
  }

  @Nested
  class AJointRun {
    @Test
    void isFilledUpToABucketWhereTheDeviceWantsFewSizes() throws Exception {
      device = device(ShapePolicy.BUCKETED, _ -> {});
      Requests requests = behindARun(6);
      List<Future<List<Float>>> answers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        answers.add(requests.queue(i));
      }
      gate.countDown();

      for (int i = 0; i < 3; i++) {
        assertThat(answers.get(i).get()).containsExactly(2f * i, 2f * i);
      }
      assertThat(device.rows()).containsExactly(1, 4);
    }

    @Test
    void isRepeatedOneByOneWhenItFailsSoThatABadInputSpoilsNoOther() throws Exception {
      device =
          device(
              ShapePolicy.EXACT,
              run -> {
                for (int row = 0; row < run.rows(); row++) {
                  if (run.first(row) < 0) {
                    throw new InferenceFailed(InferenceFailed.Kind.OTHER, "index out of range");
                  }
                }
              });
      Requests requests = behindARun(8);
      Future<List<Float>> good = requests.queue(1);
      Future<List<Float>> bad = requests.queue(-1);
      Future<List<Float>> alsoGood = requests.queue(2);
      gate.countDown();

      assertThat(good.get()).containsExactly(2f, 2f);
      assertThat(alsoGood.get()).containsExactly(4f, 4f);
      assertThatThrownBy(bad::get).hasRootCauseMessage("index out of range");
      assertThat(device.rows()).containsExactly(1, 3, 1, 1, 1);
    }

    @Test
    void isTheLastOfAModelThatAnswersOnceForAllRows() throws Exception {
      OneAnswer model = new OneAnswer(entered, gate);
      OwnedSession owned = new OwnedSession("test", model, () -> model, new Lanes(1, 64, 8));
      opened.add(owned);
      Requests requests = new Requests(owned);
      opened.add(requests);
      var _ = requests.begin(rows(1, 2, 100));
      entered.await();
      Future<List<Float>> one = requests.queue(1);
      Future<List<Float>> two = requests.queue(2);
      gate.countDown();

      assertThat(one.get()).containsExactly(1f);
      assertThat(two.get()).containsExactly(1f);
      assertThat(owned.batchRows()).isEqualTo(1);
    }

    @Test
    void findsItsMemoryThereFromTheRunBefore() throws Exception {
      CountDownLatch[] gates = {
        gate, new CountDownLatch(1), new CountDownLatch(1), new CountDownLatch(1)
      };
      CountDownLatch[] entries = {
        entered, new CountDownLatch(1), new CountDownLatch(1), new CountDownLatch(1)
      };
      device =
          new ScriptedDevice(run -> {
            entries[run.index()].countDown();
            ScriptedDevice.awaitQuietly(gates[run.index()]);
          });
      Requests requests = behindARun(8);
      for (int run = 0; run < 3; run++) {
        var _ = requests.queue(1);
        var _ = requests.queue(2);
        gates[run].countDown();
        entries[run + 1].await();
      }
      gates[3].countDown();

      Set<Tensor> seen = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
      device.fed.subList(1, 4).forEach(inputs -> seen.addAll(inputs.values()));
      assertThat(seen).as("one that is run and one that is joined meanwhile").hasSize(2);
    }
  }

  @Test
  void whatIsJoinedStaysWithinItsMemory() {
    int length = (int) (Batch.MOST_BYTES / 4 / Float.BYTES) + 1;
    Job large = Job.of(rows(1, length, 1), Requests.ticket());
    try (Batch batch = new Batch()) {
      batch.begin(large);
      assertThat(batch.takes(large, 8)).as("two of a quarter each").isTrue();
      batch.add(large);
      assertThat(batch.takes(large, 8))
          .as("a third, for which there must be room for four")
          .isFalse();
    }
  }

  @Test
  void aLoneRequestIsRunOnItsOwnTensors() {
    gate.countDown();
    Map<String, Tensor> inputs = rows(1, 2, 1);

    owned(8).forRequest(Requests.ticket()).run(inputs);

    assertThat(device.fed).singleElement().isSameAs(inputs);
  }

  @Test
  void closingAnswersAllThatWaits() throws Exception {
    Requests requests = behindARun(2);
    Set<Future<List<Float>>> answers = new HashSet<>();
    for (int i = 0; i < 7; i++) {
      answers.add(requests.queue(i));
    }
    Thread closing = Thread.startVirtualThread(((OwnedSession) opened.getFirst())::close);
    Requests.until(() -> !((OwnedSession) opened.getFirst()).admitsMore());
    gate.countDown();
    closing.join();

    assertThat(answers).allSatisfy(answer -> assertThat(answer.get()).hasSize(2));
    assertThat(device.closed).hasValue(1);
    assertThat(device.rows()).containsExactly(1, 2, 2, 2, 1);
  }

  /** Gives one number however many rows it gets. */
  private record OneAnswer(CountDownLatch entered, CountDownLatch gate) implements OpenSession {
    @Override
    public Signature signature() {
      return new Signature(List.of(), List.of(), Map.of());
    }

    @Override
    public Outputs run(Map<String, Tensor> inputs) {
      entered.countDown();
      ScriptedDevice.awaitQuietly(gate);
      return CapturedSession.output("out", java.nio.FloatBuffer.wrap(new float[] {1}), 1);
    }

    @Override
    public void close() {}
  }
}
