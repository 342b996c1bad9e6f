package dev.hearth.evidence.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.evidence.workload.Ask;
import dev.hearth.evidence.workload.Body;
import dev.hearth.evidence.workload.Http;
import dev.hearth.evidence.workload.Reply;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import dev.hearth.machine.capture.Roots;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnsTest {
  private static final Turns.Extent EXTENT =
      new Turns.Extent(2, Duration.ofMillis(100), Duration.ofSeconds(9), Duration.ofSeconds(1));

  @TempDir Path empty;

  private final AtomicLong clock = new AtomicLong();
  private final List<String> order = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final List<Integer> known = new ArrayList<>();

  @Test
  void workInTurnsAndWarmUpUncounted() {
    Turns.Measured measured = measure(service("gpu", 20), service("cpu", 50));

    assertThat(order).containsExactly("warm gpu", "warm cpu", "gpu 1", "cpu 1", "gpu 2", "cpu 2");
    assertThat(measured.running().batches()).hasSize(2);
    assertThat(measured.running().requests()).isEqualTo(10);
    assertThat(measured.twin().requests()).isEqualTo(4);
    assertThat(measured.running().rate().median()).isEqualTo(50);
    assertThat(measured.twin().millis().median()).isEqualTo(50);
  }

  @Test
  void neverAskTheSameTwice() {
    measure(service("gpu", 20), service("cpu", 50));

    assertThat(asked).hasSize(16);
    assertThat(new HashSet<>(asked)).hasSameSizeAs(asked);
  }

  @Test
  void doNotCountTheRequestThatLoadsAModelAnew() {
    Contestant loading = new Contestant("gpu", Optional.empty(), http(20), work(), reloading());

    assertThat(measure(loading, service("cpu", 50)).running().requests()).isEqualTo(10);
    assertThat(asked).hasSize(18);
    assertThat(order).startsWith("warm gpu", "before", "loaded", "warm cpu", "gpu 1", "before");
  }

  @Test
  void tellAfterEachRoundWhatIsKnownByThen() {
    measure(service("gpu", 20), service("cpu", 50));

    assertThat(known).containsExactly(1, 2);
  }

  @Test
  void doNotCountHowLongThisProgramDrawsAPhoto() {
    Contestant slowlyDrawn =
        new Contestant("gpu", Optional.empty(), http(20), drawn(500), Handover.none());

    Turns.Measured measured = measure(slowlyDrawn, service("cpu", 50));

    assertThat(measured.running().rate().median()).isEqualTo(50);
  }

  @Test
  void endWhereOneDoesNotDoItsWork() {
    Contestant broken =
        new Contestant(
            "gpu",
            Optional.empty(),
            (_, _) -> Reading.known(new Reply(500, Body.of("{\"detail\":\"no device\"}"))),
            work(),
            Handover.none());

    assertThatThrownBy(() -> measure(broken, service("cpu", 50)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            failed -> assertThat(failed.problem().evidence()).contains("500", "no device"));
  }

  private Turns.Measured measure(Contestant running, Contestant twin) {
    Turns.Listener listener =
        new Turns.Listener() {
          @Override
          public void warmsUp(String name) {
            order.add("warm " + name);
          }

          @Override
          public void turn(String name, int round) {
            order.add(name + " " + round);
          }

          @Override
          public void measured(Turns.Measured soFar) {
            known.add(soFar.twin().batches().size());
          }
        };
    return new Turns(new Meter(() -> Roots.open(empty), List.of()), EXTENT, clock::get, listener)
        .measure(running, twin);
  }

  private Contestant service(String name, int millis) {
    return new Contestant(name, Optional.empty(), http(millis), work(), Handover.none());
  }

  private Http http(int millis) {
    return (ask, _) -> {
      clock.addAndGet(Duration.ofMillis(millis).toNanos());
      asked.add(ask.body().text());
      return Reading.known(new Reply(200, Body.of("{}")));
    };
  }

  private static Work work() {
    return new Work(
        number -> Ask.json("/predict", "{\"inputs\":\"" + number + "\"}"),
        "sentence",
        "m",
        reply -> reply.json("it").map(_ -> 1.0));
  }

  private Work drawn(int millis) {
    return new Work(
        number -> {
          clock.addAndGet(Duration.ofMillis(millis).toNanos());
          return Ask.json("/predict", "{\"inputs\":\"d" + number + "\"}");
        },
        "sentence",
        "m",
        reply -> reply.json("it").map(_ -> 1.0));
  }

  private Handover reloading() {
    return new Handover() {
      @Override
      public boolean reloads() {
        return true;
      }

      @Override
      public void before() {
        order.add("before");
      }

      @Override
      public void loaded() {
        order.add("loaded");
      }
    };
  }
}
