package dev.hearth.inference.engine;

import dev.hearth.inference.model.Task;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/** Does the steps of one request, and measures how long each task takes. */
record Steps(LongSupplier nanoClock) {
  /** What to do for one step of a request. */
  interface Work {
    Result on(Requested.Step step);
  }

  /**
   * What came of them.
   *
   * @param times of each task, from its first step's beginning: waiting, preparing, computing
   */
  record Done(Map<Task, Result> results, Map<Task, Duration> times) {
    private Done() {
      this(new EnumMap<>(Task.class), new EnumMap<>(Task.class));
    }

    private void add(Task task, Timed timed) {
      results.put(task, timed.result());
      times.merge(task, timed.time(), Duration::plus);
    }
  }

  private record Timed(Result result, Duration time) {}

  /** First what depends on nothing, side by side; then recognition on what detection found. */
  Done run(Requested requested, Work work) {
    Done done = new Done();
    sideBySide(requested.independent(), work).forEach(done::add);
    Map<Task, Result> found = new EnumMap<>(done.results());
    sideBySide(requested.dependent(), step -> work.on(step.after(found))).forEach(done::add);
    return done;
  }

  private Map<Task, Timed> sideBySide(List<Requested.Step> steps, Work work) {
    Map<Task, Timed> results = new EnumMap<>(Task.class);
    if (steps.size() == 1) {
      results.put(steps.getFirst().entry().task(), timed(steps.getFirst(), work));
      return results;
    }
    try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<Requested.Step, Future<Timed>> running = new LinkedHashMap<>();
      steps.forEach(step -> running.put(step, each.submit(() -> timed(step, work))));
      running.forEach((step, timed) -> results.put(step.entry().task(), joined(timed)));
    }
    return results;
  }

  private Timed timed(Requested.Step step, Work work) {
    long start = nanoClock.getAsLong();
    Result result = work.on(step);
    return new Timed(result, Duration.ofNanos(nanoClock.getAsLong() - start));
  }

  private static Timed joined(Future<Timed> timed) {
    try {
      return timed.get();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a request was worked on", interrupted);
    }
  }
}
