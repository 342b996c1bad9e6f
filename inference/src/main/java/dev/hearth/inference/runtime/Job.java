package dev.hearth.inference.runtime;

import dev.hearth.inference.tensor.Tensor;
import dev.hearth.machine.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One request's run of a model.
 *
 * @param inputs owned by the request, which may not give them back before the answer
 * @param rows along the inputs' first axis; 0 where they cannot share a run
 * @param answer the rows of one run, or of several where one had no room for all
 */
record Job(
    Map<String, Tensor> inputs,
    int rows,
    Ticket ticket,
    CompletableFuture<List<Rows.Part>> answer) {

  static Job of(Map<String, Tensor> inputs, Ticket ticket) {
    return new Job(inputs, Rows.of(inputs), ticket, new CompletableFuture<>());
  }

  /** What it counts for among rows. */
  int weight() {
    return Math.max(1, rows);
  }

  /** Whether somebody still waits for it; answers it where its client left or its time is over. */
  boolean wanted() {
    try {
      ticket.check();
    } catch (ProblemException late) {
      fail(late);
    }
    return !answer.isDone();
  }

  void fail(Throwable failure) {
    answer.completeExceptionally(failure);
  }

  /** Each job is itself only: two requests with equal inputs are two. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
