package dev.hearth.server.api;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** How long the engine took for each task, and how much was asked at once. */
final class Latencies {
  /** Upper bounds of the buckets of times, in milliseconds. */
  static final List<Integer> MILLIS =
      List.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 120_000);

  /** Upper bounds of the buckets of batches, in items. */
  static final List<Integer> ITEMS = List.of(1, 2, 4, 8, 16, 32, 64, 128);

  private final LongSupplier nanoClock;
  private final Map<Key, Histogram> times = new ConcurrentSkipListMap<>();
  private final Map<Key, Histogram> batches = new ConcurrentSkipListMap<>();
  private final Map<String, Minute> minutes = new ConcurrentSkipListMap<>();

  /** A task, and a model that computes it. */
  record Key(String task, String model) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byTask = task.compareTo(other.task);
      return byTask != 0 ? byTask : model.compareTo(other.model);
    }
  }

  Latencies(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * Takes one task of a request into account.
   *
   * @param nanos the engine took for it
   * @param items computed together: texts, faces, lines
   */
  void record(Key key, long nanos, int items) {
    times.computeIfAbsent(key, _ -> new Histogram(MILLIS)).record(nanos / 1e6);
    batches.computeIfAbsent(key, _ -> new Histogram(ITEMS)).record(items);
    minutes.computeIfAbsent(key.task(), _ -> new Minute()).record(nanoClock.getAsLong(), nanos);
  }

  Map<Key, Histogram> times() {
    return times;
  }

  Map<Key, Histogram> batches() {
    return batches;
  }

  /** Of each task that was ever asked for, the last minute. */
  Map<String, Minute.Summary> lastMinute() {
    long now = nanoClock.getAsLong();
    Map<String, Minute.Summary> summaries = new TreeMap<>();
    minutes.forEach((task, minute) -> summaries.put(task, minute.summary(now)));
    return summaries;
  }

  /** Counts by bucket; the last takes what is beyond all bounds. */
  static final class Histogram {
    private final List<Integer> bounds;
    private final AtomicLongArray counts;
    private final LongAdder totalThousandths = new LongAdder();

    private Histogram(List<Integer> bounds) {
      this.bounds = bounds;
      this.counts = new AtomicLongArray(bounds.size() + 1);
    }

    /** A value on a bound belongs to its bucket, as "le" says. */
    private void record(double value) {
      int bucket = 0;
      while (bucket < bounds.size() && value > bounds.get(bucket)) {
        bucket++;
      }
      counts.incrementAndGet(bucket);
      totalThousandths.add(Math.round(value * 1000));
    }

    List<Integer> bounds() {
      return bounds;
    }

    long count(int bucket) {
      return counts.get(bucket);
    }

    double total() {
      return totalThousandths.sum() / 1e3;
    }
  }

  /** The requests of the last minute, as far as they are kept. */
  static final class Minute {
    private static final int KEPT = 2048;
    private static final long SPAN = TimeUnit.MINUTES.toNanos(1);

    private final long[] times = new long[KEPT];
    private final long[] took = new long[KEPT];
    private int next;
    private int filled;

    /**
     * What they come to.
     *
     * @param count of requests
     * @param perSecond over the minute, or over the time that those that are kept go back
     */
    record Summary(int count, double perSecond, double medianMillis, double p95Millis) {}

    private synchronized void record(long now, long nanos) {
      times[next] = now;
      took[next] = nanos;
      next = (next + 1) % KEPT;
      filled = Math.min(filled + 1, KEPT);
    }

    private synchronized Summary summary(long now) {
      long[] recent = new long[filled];
      long oldest = now;
      int count = 0;
      for (int i = 0; i < filled; i++) {
        if (now - times[i] <= SPAN) {
          recent[count++] = took[i];
          oldest = Math.min(oldest, times[i]);
        }
      }
      long[] sorted = Arrays.stream(recent, 0, count).sorted().toArray();
      long span = count == KEPT ? Math.max(now - oldest, 1) : SPAN;
      return new Summary(
          count, count * 1e9 / span, quantile(sorted, 0.5) / 1e6, quantile(sorted, 0.95) / 1e6);
    }

    /** The smallest that at least this part of all does not exceed. */
    private static double quantile(long[] sorted, double part) {
      return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(part * sorted.length) - 1];
    }
  }
}
