package dev.hearth.bench;

import java.util.List;
import java.util.Set;

/**
 * What is measured.
 *
 * @param tasks in this order
 * @param concurrencies of those that the reference has figures for
 * @param rounds over which medians are taken
 * @param warmUp before a task is measured for the first time
 * @param bounds of each measurement
 */
record Plan(
    List<BenchTask> tasks, Set<Integer> concurrencies, int rounds, Bounds warmUp, Bounds bounds) {
  Plan {
    tasks = List.copyOf(tasks);
    concurrencies = Set.copyOf(concurrencies);
  }

  List<Reference> references(BenchTask task) {
    return task.references().stream()
        .filter(reference -> concurrencies.contains(reference.concurrency()))
        .toList();
  }
}
