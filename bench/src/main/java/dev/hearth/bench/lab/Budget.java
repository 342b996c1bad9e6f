package dev.hearth.bench.lab;

import java.time.Duration;

/** Time shared out over pieces of work: what one does not use the others get. */
final class Budget {
  private final long end;
  private int pieces;

  /**
   * @param whole for all
   * @param pieces that are to come
   */
  Budget(Duration whole, int pieces) {
    this.end = System.nanoTime() + whole.toNanos();
    this.pieces = pieces;
  }

  /** What the next piece may take; zero when nothing is left. */
  Duration next() {
    Duration share =
        Duration.ofNanos(Math.max(0, end - System.nanoTime())).dividedBy(Math.max(1, pieces));
    pieces = Math.max(1, pieces - 1);
    return share;
  }

  boolean isSpent() {
    return System.nanoTime() >= end;
  }
}
