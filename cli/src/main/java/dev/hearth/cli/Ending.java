package dev.hearth.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C and the service manager's TERM: the command is asked to end and given time to do so. */
final class Ending {
  /** Longer than any drain, shorter than a service manager's patience. */
  private static final long PATIENCE_SECONDS = 8;

  private Ending() {}

  /** Opens the latch at the signal and holds the process until the command has returned. */
  static void onSignal(CountDownLatch asked) {
    Thread command = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("ending")
                .unstarted(() -> {
                  asked.countDown();
                  try {
                    command.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }
}
