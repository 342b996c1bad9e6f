package dev.hearth.inference.runtime;

import dev.hearth.inference.device.Provider;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who may call a provider. ONNX Runtime's WebGPU provider records the commands of all sessions into
 * one encoder without a lock: two sessions that open, run or close at the same time end the process
 * (seen with 1.29; microsoft/onnxruntime issue 32561). A GPU works its queue off one after the
 * other anyway, and inputs are prepared outside of turns.
 */
final class Turn {
  /** For providers that look after themselves. */
  static final Turn ANYBODY = new Turn(Optional.empty());

  private static final Turn ONE_BY_ONE = new Turn(Optional.of(new ReentrantLock(true)));

  private final Optional<Lock> lock;

  private Turn(Optional<Lock> lock) {
    this.lock = lock;
  }

  static Turn on(Provider provider) {
    return provider == Provider.VULKAN ? ONE_BY_ONE : ANYBODY;
  }

  /** Waits for the turn; closing the answer passes it on. */
  Taken take() {
    lock.ifPresent(Lock::lock);
    return () -> lock.ifPresent(Lock::unlock);
  }

  /** A turn that somebody has. */
  @FunctionalInterface
  interface Taken extends AutoCloseable {
    @Override
    void close();
  }
}
