package dev.hearth.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.runtime.InferenceFailed.Kind;
import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.machine.ProblemException;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many clients at once on a device that fails now and then, while some of them go away. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrowdTest {
  private static final int CLIENTS = 64;
  private static final int REQUESTS = 150;

  private final AtomicInteger failures = new AtomicInteger();

  @ParameterizedTest
  @CsvSource({"EXACT,1,8", "BUCKETED,1,8", "EXACT,3,8", "EXACT,1,1", "BUCKETED,2,32"})
  void eachIsAnsweredOnceWithItsOwnRows(ShapePolicy shapes, int lanes, int mostRows)
      throws Exception {
    Tally tally = new Tally();
    List<ScriptedDevice> devices = new ArrayList<>();
    OwnedSession owned =
        new OwnedSession(
            "crowd",
            device(shapes, devices),
            () -> device(shapes, devices),
            new Lanes(lanes, 48, mostRows));
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        int seed = client;
        all.add(clients.submit(() -> new Client(owned, seed, tally).work()));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    owned.close();

    assertThat(tally.answered.get() + tally.refused.get()).isEqualTo(CLIENTS * REQUESTS);
    assertThat(tally.answered).hasValueGreaterThan(CLIENTS * REQUESTS / 4);
    assertThat(tally.refused).hasPositiveValue();
    assertThat(owned.waiting()).isZero();
    assertThat(owned.rows()).isZero();
    assertThat(failures).as("the device did fail").hasPositiveValue();
    assertThat(devices).allSatisfy(device -> assertThat(device.closed).hasValue(1));
  }

  private ScriptedDevice device(ShapePolicy shapes, List<ScriptedDevice> devices) {
    ScriptedDevice device =
        new ScriptedDevice(
            shapes,
            run -> {
              fail(ThreadLocalRandom.current().nextInt(1000));
              for (int row = 0; row < run.rows(); row++) {
                if (run.first(row) < 0) {
                  throw new InferenceFailed(Kind.OTHER, "negative");
                }
              }
            });
    devices.add(device);
    return device;
  }

  /** Seldom for want of memory: each time runs are smaller ever after. */
  private void fail(int dice) {
    if (dice < 32) {
      failures.incrementAndGet();
      Kind lostOrMemory = dice < 2 ? Kind.OUT_OF_MEMORY : Kind.DEVICE_LOST;
      throw new InferenceFailed(dice < 12 ? lostOrMemory : Kind.OTHER, "the dice said so");
    }
  }

  private static final class Tally {
    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
  }

  /** One client after another with the same memory, as a workspace's is used again. */
  private static final class Client {
    private final OwnedSession owned;
    private final SplittableRandom random;
    private final Tally tally;

    Client(OwnedSession owned, int seed, Tally tally) {
      this.owned = owned;
      this.random = new SplittableRandom(seed);
      this.tally = tally;
    }

    void work() {
      for (int request = 0; request < REQUESTS; request++) {
        int rows = random.nextInt(10) == 0 ? 5 : 1 + random.nextInt(2);
        int length = random.nextInt(4) == 0 ? 3 : 2;
        float value = random.nextInt(50) == 0 ? -1 : random.nextInt(1, 1 << 20);
        Map<String, Tensor> inputs = ScriptedDevice.rows(rows, length, value);
        ask(inputs, 2 * value);
        // The memory is another request's from here on: whoever still read it would answer wrong.
        FloatBuffer data = ((Tensor.Floats) inputs.values().iterator().next()).data();
        for (int i = 0; i < data.limit(); i++) {
          data.put(i, -7);
        }
      }
    }

    private void ask(Map<String, Tensor> inputs, float expected) {
      Ticket ticket =
          Ticket.lasting(
              random.nextInt(8) == 0
                  ? Duration.ofNanos(random.nextInt(900_000))
                  : Duration.ofSeconds(60));
      if (random.nextInt(12) == 0) {
        Thread.startVirtualThread(ticket::cancel);
      }
      try {
        Outputs outputs = owned.forRequest(ticket).run(inputs);
        assertThat(outputs.tensors().getFirst().shape())
            .isEqualTo(inputs.values().iterator().next().shape());
        assertThat(ScriptedDevice.values(outputs)).containsOnly(expected);
        tally.answered.incrementAndGet();
      } catch (ProblemException | InferenceFailed _) {
        tally.refused.incrementAndGet();
      }
    }
  }
}
