package dev.hearth.inference.runtime;

import dev.hearth.inference.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/** Requests on threads of their own, each in the queue before the next is made. */
final class Requests implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final OwnedSession owned;

  Requests(OwnedSession owned) {
    this.owned = owned;
  }

  static Ticket ticket() {
    return Ticket.lasting(Duration.ofSeconds(20));
  }

  /** A request whose job may begin at once. */
  Future<List<Float>> begin(Map<String, Tensor> inputs) {
    return threads.submit(() -> ScriptedDevice.values(owned.forRequest(ticket()).run(inputs)));
  }

  /** A request of one row of two numbers, waiting behind a run. */
  Future<List<Float>> queue(float value) {
    return queue(ScriptedDevice.rows(1, 2, value), ticket());
  }

  /** A request that waits behind a run. */
  Future<List<Float>> queue(Map<String, Tensor> inputs, Ticket ticket) {
    int before = owned.waiting();
    Future<List<Float>> answer =
        threads.submit(() -> ScriptedDevice.values(owned.forRequest(ticket).run(inputs)));
    until(() -> owned.waiting() > before);
    return answer;
  }

  /** Waits for what other threads bring about. */
  static void until(BooleanSupplier condition) {
    try {
      while (!condition.getAsBoolean()) {
        Thread.sleep(1);
      }
    } catch (InterruptedException late) {
      throw new AssertionError("what was waited for did not come", late);
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
