package dev.hearth.server.http;

import dev.hearth.server.wire.Status;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/** Counts what was answered, by path and status, and logs it where that is wanted. */
public final class Traffic {
  private static final System.Logger LOG = System.getLogger("dev.hearth.server.access");

  private final Map<Key, LongAdder> answers = new ConcurrentSkipListMap<>();

  /** A path that has a route (others count as "other") and a status. */
  public record Key(String path, int status) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byPath = path.compareTo(other.path);
      return byPath != 0 ? byPath : Integer.compare(status, other.status);
    }
  }

  void answered(Exchange exchange, int status) {
    count(exchange.route().path(), status);
    if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "{0} {1} {2} {3} ms",
          exchange.request().method(),
          exchange.request().path(),
          Integer.toString(status),
          Long.toString(TimeUnit.NANOSECONDS.toMillis(exchange.nanosSinceStart())));
    }
  }

  /** Counts one who listens, when it begins. */
  void streams(Route route) {
    count(route.path(), 200);
    LOG.log(System.Logger.Level.DEBUG, "{0} is listened to", route.path());
  }

  void refused(int status) {
    count("refused", status);
    if (status != Status.OVERLOADED.code()) {
      LOG.log(System.Logger.Level.DEBUG, "Refused a request with {0}", Integer.toString(status));
    }
  }

  private void count(String path, int status) {
    answers.computeIfAbsent(new Key(path, status), _ -> new LongAdder()).increment();
  }

  /** All counts so far, in a fixed order. */
  public void forEach(BiConsumer<Key, Long> consumer) {
    answers.forEach((key, count) -> consumer.accept(key, count.sum()));
  }
}
