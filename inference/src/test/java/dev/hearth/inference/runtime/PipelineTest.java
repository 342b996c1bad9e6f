package dev.hearth.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.tensor.Tensor;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens beside a run, so that the device does not wait between two. */
@Timeout(60)
class PipelineTest {
  @Test
  void theNextRunIsJoinedWhileOneIsUnderWay() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    List<CountDownLatch> copies = List.of(new CountDownLatch(1), new CountDownLatch(1));
    ScriptedDevice device = ScriptedDevice.waitingAt(entered, gate);
    try (OwnedSession owned = new OwnedSession("test", device, () -> device, new Lanes(1, 64, 8));
        Requests requests = new Requests(owned)) {
      var first = requests.begin(ScriptedDevice.rows(1, 2, 100));
      entered.await();
      List<Future<List<Float>>> answers = new ArrayList<>();
      for (CountDownLatch copied : copies) {
        answers.add(requests.queue(new Watched(copied), Requests.ticket()));
      }
      for (CountDownLatch copied : copies) {
        assertThat(copied.await(10, TimeUnit.SECONDS)).as("while the device is busy").isTrue();
      }
      gate.countDown();

      for (Future<List<Float>> answer : answers) {
        assertThat(answer.get()).containsExactly(2f, 2f);
      }
      assertThat(first.get()).containsExactly(200f, 200f);
    }
  }

  /** Inputs that tell when all of them are gone through, as only copying does. */
  private static final class Watched extends AbstractMap<String, Tensor> {
    private final Map<String, Tensor> inputs = ScriptedDevice.rows(1, 2, 1);
    private final CountDownLatch copied;

    Watched(CountDownLatch copied) {
      this.copied = copied;
    }

    @Override
    public Set<Entry<String, Tensor>> entrySet() {
      return inputs.entrySet();
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super Tensor> action) {
      inputs.forEach(action);
      copied.countDown();
    }
  }
}
