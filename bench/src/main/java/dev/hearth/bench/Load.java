package dev.hearth.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A bounded stretch of work by several threads at once. */
public final class Load {
  private final Bounds bounds;
  private final int photos;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final ConcurrentLinkedQueue<RuntimeException> broken = new ConcurrentLinkedQueue<>();
  private long began;
  private volatile int last;

  private Load(Bounds bounds, int photos) {
    this.bounds = bounds;
    this.photos = photos;
    this.last = photos;
  }

  /**
   * What was measured.
   *
   * @param nanos of each piece of work that was done, good or not
   * @param failures answers that were not good, and connections that broke
   * @param seconds from the first beginning to the last end
   */
  public record Done(long[] nanos, int failures, double seconds) {
    public double perSecond() {
      return (nanos.length - failures) / seconds;
    }
  }

  /**
   * Runs until the bounds are reached.
   *
   * @param threads how many pieces of work are under way at the same time
   * @param photos how many there are to go round
   */
  public static Done run(int threads, Bounds bounds, int photos, Work.Source source) {
    Load load = new Load(bounds, photos);
    return load.run(threads, source);
  }

  private Done run(int threads, Work.Source source) {
    long[][] times = new long[threads][];
    Thread[] workers = new Thread[threads];
    began = System.nanoTime();
    for (int i = 0; i < threads; i++) {
      int worker = i;
      workers[i] = Thread.ofPlatform().name("load-" + i).start(() -> times[worker] = work(source));
    }
    for (Thread worker : workers) {
      join(worker);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    RuntimeException first = broken.poll();
    if (first != null) {
      throw first;
    }
    long[] all = Arrays.stream(times).flatMapToLong(Arrays::stream).toArray();
    return new Done(all, failures.get(), seconds);
  }

  private long[] work(Work.Source source) {
    long[] nanos = new long[64];
    int count = 0;
    try (Work work = source.open()) {
      for (int item = take(); item >= 0; item = take()) {
        long start = System.nanoTime();
        if (!once(work, item % photos)) {
          failures.incrementAndGet();
        }
        if (count == nanos.length) {
          nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = System.nanoTime() - start;
      }
    } catch (IOException closing) {
      broken.add(new UncheckedIOException(closing));
    } catch (RuntimeException failed) {
      broken.add(failed);
    }
    return Arrays.copyOf(nanos, count);
  }

  private static boolean once(Work work, int photo) {
    try {
      return work.once(photo);
    } catch (IOException brokeOff) {
      return false;
    }
  }

  /** The next piece of work, or -1 when it is enough; more passes begin only inside the bounds. */
  private int take() {
    int item = next.getAndIncrement();
    if (item < last) {
      return item;
    }
    synchronized (this) {
      boolean more =
          last + photos <= bounds.requests()
              && System.nanoTime() - began < bounds.time().toNanos()
              && broken.isEmpty();
      if (item >= last && more) {
        last += photos;
      }
    }
    return item < last ? item : -1;
  }

  private static void join(Thread worker) {
    try {
      worker.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", interrupted);
    }
  }
}
