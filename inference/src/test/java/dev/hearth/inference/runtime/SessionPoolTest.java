package dev.hearth.inference.runtime;

import static dev.hearth.inference.runtime.ScriptedDevice.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.inference.runtime.InferenceFailed.Kind;
import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SessionPoolTest {
  private final List<Semaphore> permits = new ArrayList<>();
  private final List<ScriptedDevice> devices = new ArrayList<>();
  private final List<OwnedSession> members = new ArrayList<>();
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    permits.forEach(each -> each.release(1000));
    requests.close();
    members.forEach(OwnedSession::close);
  }

  /** Devices whose runs each need a permit. */
  private SessionPool pool(int devices, int queueLength) {
    for (int i = 0; i < devices; i++) {
      Semaphore permit = new Semaphore(0);
      member(new ScriptedDevice(_ -> permit.acquireUninterruptibly()), queueLength);
      permits.add(permit);
    }
    return new SessionPool(members);
  }

  private void member(ScriptedDevice device, int queueLength) {
    devices.add(device);
    Lanes lanes = new Lanes(1, queueLength, 1);
    members.add(new OwnedSession("member-" + members.size(), device, () -> device, lanes));
  }

  /** A request that a member has taken in. */
  private Future<List<Float>> ask(SessionPool pool) {
    int before = members.stream().mapToInt(OwnedSession::rows).sum();
    Future<List<Float>> answer = requests.submit(() -> answer(pool));
    Requests.until(() -> members.stream().mapToInt(OwnedSession::rows).sum() > before);
    return answer;
  }

  private static List<Float> answer(SessionPool pool) {
    return ScriptedDevice.values(pool.forRequest(Requests.ticket()).run(rows(1, 1, 1)));
  }

  private void let(int member, int runs) {
    int before = members.get(member).rows();
    permits.get(member).release(runs);
    Requests.until(() -> members.get(member).rows() == before - runs);
  }

  @Nested
  class RequestsAreSpread {
    @Test
    void evenlyOverEquallyFreeMembers() {
      SessionPool pool = pool(3, 8);
      for (int i = 0; i < 9; i++) {
        var _ = ask(pool);
      }
      assertThat(members).extracting(OwnedSession::rows).containsExactly(3, 3, 3);
    }

    @Test
    void inTurnsOverIdleMembers() {
      SessionPool pool = pool(2, 8);
      permits.forEach(each -> each.release(10));
      for (int i = 0; i < 10; i++) {
        assertThat(answer(pool)).containsExactly(2f);
        Requests.until(() -> members.stream().allMatch(member -> member.rows() == 0));
      }
      assertThat(members).extracting(OwnedSession::runs).containsExactly(5L, 5L);
    }

    @Test
    void bySpeed() {
      SessionPool pool = pool(2, 32);
      for (int i = 0; i < 8; i++) {
        var _ = ask(pool);
      }
      // The first member does three runs in the time of one; each client asks again at once.
      for (int round = 0; round < 20; round++) {
        let(0, 3);
        let(1, 1);
        for (int i = 0; i < 4; i++) {
          var _ = ask(pool);
        }
        assertThat(members).extracting(OwnedSession::rows).containsExactly(4, 4);
      }
      assertThat(members).extracting(OwnedSession::runs).containsExactly(60L, 20L);
    }

    @Test
    void toTheOtherWhenOneIsFull() {
      SessionPool pool = pool(2, 2);
      for (int i = 0; i < 6; i++) {
        var _ = ask(pool);
      }
      assertThatThrownBy(pool::requireAdmission)
          .isInstanceOfSatisfying(
              ProblemException.class,
              told -> assertThat(told.problem().kind()).isEqualTo(Problem.Kind.OVERLOADED));
      assertThatThrownBy(() -> answer(pool)).hasMessageContaining("Too many requests");

      let(1, 1);
      pool.requireAdmission();
      assertThat(members).extracting(OwnedSession::waiting).containsExactly(2, 1);
    }
  }

  @Nested
  class AMemberThatIsLostForGood {
    private final AtomicBoolean lost = new AtomicBoolean();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    private SessionPool poolWithAFailingMember() {
      ScriptedDevice device =
          new ScriptedDevice(run -> {
            ScriptedDevice.pauseFirst(run, entered, gate);
            throw new InferenceFailed(Kind.DEVICE_LOST, "device lost");
          });
      members.add(
          new OwnedSession(
              "failing",
              device,
              () -> {
                lost.set(true);
                throw new ProblemException(Problem.Kind.UNAVAILABLE, "the device is gone", "");
              },
              new Lanes(1, 8, 1)));
      devices.add(device);
      permits.add(new Semaphore(0));
      return pool(1, 8);
    }

    @Test
    void handsItsRequestsToTheOthersAndGetsNoMore() throws Exception {
      SessionPool pool = poolWithAFailingMember();
      List<Future<List<Float>>> answers = List.of(ask(pool), ask(pool), ask(pool), ask(pool));
      permits.getLast().release(100);
      gate.countDown();

      for (Future<List<Float>> answer : answers) {
        assertThat(answer.get()).containsExactly(2f);
      }
      assertThat(lost).isTrue();
      assertThat(pool.lost(0)).isTrue();
      assertThat(answer(pool)).containsExactly(2f);
      assertThat(devices.getFirst().fed).hasSize(1);
      assertThat(pool.runs()).isEqualTo(5);
    }

    @Test
    void isSaidSoWhereNoOtherIsLeft() {
      gate.countDown();
      poolWithAFailingMember();
      SessionPool alone = new SessionPool(members.subList(0, 1));

      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> answer(alone))
            .isInstanceOfSatisfying(
                ProblemException.class,
                told -> {
                  assertThat(told.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
                  assertThat(told.problem().evidence()).contains("the device is gone");
                });
      }
    }
  }

  @Test
  void inputsHaveFewSizesAsSoonAsOneMemberWantsThem() {
    member(new ScriptedDevice(_ -> {}), 8);
    member(new ScriptedDevice(ShapePolicy.BUCKETED, _ -> {}), 8);

    assertThat(new SessionPool(members).forRequest(Requests.ticket()).shapes())
        .isEqualTo(ShapePolicy.BUCKETED);
  }
}
