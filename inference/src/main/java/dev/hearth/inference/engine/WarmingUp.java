package dev.hearth.inference.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Runs models for the sizes that will come, beside what requests do: first the common ones, which
 * readiness waits for, then the rare ones.
 */
final class WarmingUp implements AutoCloseable {
  private static final Logger LOG = System.getLogger(WarmingUp.class.getName());

  private volatile boolean closed;

  /**
   * Warms a model up when it is loaded.
   *
   * @return done when its common sizes were run, or failed as the load did
   */
  CompletableFuture<Void> after(ModelKey key, CompletableFuture<Loaded> load) {
    return load.thenCompose(loaded -> {
      WarmUp todo = loaded.warmUp();
      CompletableFuture<Void> common = new CompletableFuture<>();
      if (todo.common().isEmpty()) {
        common.complete(null);
      } else {
        // The runs themselves are done by the sessions' owners; this only waits for them.
        Thread.ofVirtual().name("model-warm-up").start(() -> run(key, todo, common));
      }
      return common;
    });
  }

  /** Begins no further runs. */
  @Override
  public void close() {
    closed = true;
  }

  private void run(ModelKey key, WarmUp todo, CompletableFuture<Void> common) {
    try {
      run(key, "common", todo.common());
    } finally {
      common.complete(null);
    }
    run(key, "rare", todo.rare());
  }

  private void run(ModelKey key, String which, List<WarmUp.Run> runs) {
    long began = System.nanoTime();
    int done = 0;
    for (WarmUp.Run run : runs) {
      if (closed) {
        return;
      }
      try {
        run.work().run();
        done++;
      } catch (RuntimeException failed) {
        // A size that cannot be run now is the trouble of the request that brings it.
        LOG.log(
            Level.INFO, "{0}: not warmed up for {1}: {2}", key, run.what(), failed.getMessage());
        return;
      }
    }
    if (done > 0) {
      long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
      LOG.log(Level.INFO, "{0}: warm for {1} {2} sizes after {3} ms", key, done, which, millis);
    }
  }
}
