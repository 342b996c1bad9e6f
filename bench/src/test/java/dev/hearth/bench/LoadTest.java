package dev.hearth.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Queue<Integer> done = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  /** Work that notes its photos. */
  private Work.Source noting(Work.Source inner) {
    return () -> {
      open.incrementAndGet();
      Work work = inner.open();
      return new Work() {
        @Override
        public boolean once(int photo) throws IOException {
          done.add(photo);
          return work.once(photo);
        }

        @Override
        public void close() {
          closed.incrementAndGet();
        }
      };
    };
  }

  private static Work.Source doing(Answering answer) {
    return () ->
        new Work() {
          @Override
          public boolean once(int photo) throws IOException {
            return answer.once(photo);
          }

          @Override
          public void close() {}
        };
  }

  private interface Answering {
    boolean once(int photo) throws IOException;
  }

  @Test
  void endsAfterTheWholePassesThatTheCountAllows() {
    Load.Done load = Load.run(3, new Bounds(26, LONG), 8, noting(doing(_ -> true)));

    assertThat(load.nanos()).hasSize(24);
    Map<Integer, Long> times =
        done.stream().collect(Collectors.groupingBy(photo -> photo, Collectors.counting()));
    assertThat(times).hasSize(8).allSatisfy((_, count) -> assertThat(count).isEqualTo(3));
    assertThat(open).hasValue(3);
    assertThat(closed).hasValue(3);
  }

  @Test
  void endsAfterTheTimeButFinishesItsPass() {
    Bounds bounds = new Bounds(1_000_000, Duration.ofMillis(100));

    Load.Done load = Load.run(2, bounds, 4, noting(doing(_ -> sleep(30))));

    assertThat(load.nanos().length).isBetween(4, 400).satisfies(n -> assertThat(n % 4).isZero());
    assertThat(load.seconds()).isBetween(0.06, 20.0);
  }

  @Test
  void makesOnePassAtLeast() {
    assertThat(Load.run(1, new Bounds(0, Duration.ZERO), 5, doing(_ -> true)).nanos()).hasSize(5);
  }

  @Test
  void countsBadAnswersAndBrokenConnectionsAsFailuresAndNotAsThroughput() {
    Load.Done load =
        Load.run(
            2,
            new Bounds(8, LONG),
            8,
            doing(photo -> {
              if (photo == 3) {
                throw new IOException("broke off");
              }
              return photo != 5;
            }));

    assertThat(load.failures()).isEqualTo(2);
    assertThat(load.perSecond()).isEqualTo(6 / load.seconds());
  }

  @Test
  void ourOwnErrorEndsTheMeasurement() {
    assertThatThrownBy(() ->
            Load.run(
                2,
                new Bounds(1_000_000, LONG),
                8,
                doing(_ -> {
                  throw new IllegalStateException("a bug");
                })))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a bug");
  }

  private static boolean sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
    return true;
  }
}
