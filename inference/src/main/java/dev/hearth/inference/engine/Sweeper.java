package dev.hearth.inference.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Runs a sweep again and again until it is closed. */
final class Sweeper implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Sweeper.class.getName());

  private final Thread thread;

  private Sweeper(Thread thread) {
    this.thread = thread;
  }

  /**
   * @param every zero or negative: never
   */
  static Sweeper start(Duration every, Runnable sweep) {
    boolean never = every.isZero() || every.isNegative();
    Runnable loop = never ? () -> {} : () -> repeat(every, sweep);
    return new Sweeper(Thread.ofVirtual().name("model-sweeper").start(loop));
  }

  private static void repeat(Duration every, Runnable sweep) {
    try {
      while (true) {
        Thread.sleep(every);
        try {
          sweep.run();
        } catch (RuntimeException failed) {
          LOG.log(Level.WARNING, "freeing unused models failed, trying again later", failed);
        }
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
