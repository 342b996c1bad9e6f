package dev.hearth.server.api;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** How long the engine took for each task, as histograms. */
final class Latencies {
  /** Upper bounds of the buckets, in milliseconds. */
  static final List<Integer> BOUNDS =
      List.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 120_000);

  private final Map<String, Histogram> tasks = new ConcurrentSkipListMap<>();

  void record(String task, long nanos) {
    tasks.computeIfAbsent(task, _ -> new Histogram()).record(nanos);
  }

  Map<String, Histogram> tasks() {
    return tasks;
  }

  /** Counts by bucket; the last takes what is beyond all bounds. */
  static final class Histogram {
    private final AtomicLongArray counts = new AtomicLongArray(BOUNDS.size() + 1);
    private final LongAdder totalNanos = new LongAdder();

    private void record(long nanos) {
      long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
      int bucket = 0;
      while (bucket < BOUNDS.size() && millis >= BOUNDS.get(bucket)) {
        bucket++;
      }
      counts.incrementAndGet(bucket);
      totalNanos.add(nanos);
    }

    long count(int bucket) {
      return counts.get(bucket);
    }

    double totalSeconds() {
      return totalNanos.sum() / 1e9;
    }
  }
}
