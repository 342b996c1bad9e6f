package dev.hearth.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C and the service manager's TERM: the command is asked to end and given time to do so. */
final class Ending implements AutoCloseable {
  /** Longer than any drain, shorter than a service manager's patience. */
  private static final long PATIENCE_SECONDS = 8;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  private Ending() {}

  /**
   * From now on a signal opens {@link #await} and holds the process until this is closed. The
   * command's thread itself is not waited for: it goes on to {@link System#exit}, which waits for
   * the end of the process.
   */
  static Ending onSignal() {
    Ending ending = new Ending();
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("ending").unstarted(ending::hold));
    return ending;
  }

  /** Waits for the signal. */
  void await() throws InterruptedException {
    asked.await();
  }

  /** Waits for the signal so long at most; says whether it came. */
  boolean await(Duration longest) throws InterruptedException {
    return asked.await(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void hold() {
    asked.countDown();
    try {
      var _ = closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** All is put away: the process may end. */
  @Override
  public void close() {
    closed.countDown();
  }
}
