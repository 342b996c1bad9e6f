package dev.hearth.inference.runtime;

/**
 * How sessions compute on the CPU.
 *
 * @param intraOpThreads threads inside one operator; 0 leaves the choice to the runtime
 * @param interOpThreads operators at the same time; above 1 switches to parallel execution
 * @param arena whether the runtime keeps freed memory for the next run
 */
public record SessionSettings(int intraOpThreads, int interOpThreads, boolean arena) {
  /** Two threads an operator, as Immich's service computes on the CPU. */
  public static final SessionSettings DEFAULT = new SessionSettings(2, 1, true);
}
