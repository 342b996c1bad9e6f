package dev.hearth.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a command started and has to end, whether it comes to its end or is ended by Ctrl-C or TERM.
 * Undone in the opposite order, each once.
 */
final class Interruption implements AutoCloseable {
  private final Deque<Runnable> undoing = new ArrayDeque<>();
  private final AtomicBoolean came = new AtomicBoolean();
  private final Thread hook;

  private Interruption(Runnable said) {
    this.hook =
        Thread.ofPlatform()
            .name("interruption")
            .unstarted(() -> {
              came.set(true);
              said.run();
              undo();
            });
  }

  /**
   * From now on a signal undoes what was started.
   *
   * @param said what is told first
   */
  static Interruption onSignal(Runnable said) {
    Interruption interruption = new Interruption(said);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** One thing more to undo. */
  void undoes(Runnable what) {
    synchronized (undoing) {
      undoing.push(what);
    }
  }

  /** Whether the signal came: what fails from then on fails because its twin is ended. */
  boolean came() {
    return came.get();
  }

  private void undo() {
    while (true) {
      Runnable next;
      synchronized (undoing) {
        if (undoing.isEmpty()) {
          return;
        }
        next = undoing.pop();
      }
      next.run();
    }
  }

  /** Waits for the end of the process, which has begun. */
  static void awaitEnd() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (!came.get()) {
      undo();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException _) {
        // It is under way, and finds nothing left to do.
      }
    }
  }
}
