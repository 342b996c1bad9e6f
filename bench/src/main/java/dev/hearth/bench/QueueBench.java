package dev.hearth.bench;

import dev.hearth.inference.runtime.Lanes;
import dev.hearth.inference.runtime.OpenSession;
import dev.hearth.inference.runtime.OwnedSession;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.Ticket;
import dev.hearth.inference.tensor.Tensor;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What the queue in front of a session costs, beside calling the session directly, and how busy it
 * keeps a device.
 *
 * <p>To run: {@code bench/queue}.
 */
public final class QueueBench {
  private static final int SMALL = 64;

  /** A picture of 224 × 224 in three planes of floats. */
  private static final int PICTURE = 3 * 224 * 224 * 4;

  /** Eight of these are joined in about a millisecond. */
  private static final int MEGABYTE = 1 << 20;

  private static final Duration LASTING = Duration.ofHours(1);

  private final PrintWriter out;
  private final Duration time;

  private QueueBench(PrintWriter out, Duration time) {
    this.out = out;
    this.time = time;
  }

  public static void main(String[] arguments) throws InterruptedException, ExecutionException {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    QueueBench warmUp = new QueueBench(new PrintWriter(java.io.Writer.nullWriter()), seconds(1));
    warmUp.cost();
    QueueBench bench = new QueueBench(out, seconds(3));
    bench.cost();
    bench.copying();
    bench.busy();
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  /**
   * One measurement.
   *
   * @param perSecond requests
   * @param bytes of the heap that one request allocated, whatever the thread
   */
  private record Figure(double perSecond, double bytes) {
    double micros() {
      return 1e6 / perSecond;
    }
  }

  /** Requests of no size on a device that takes no time. */
  private void cost() throws InterruptedException, ExecutionException {
    say("the queue over a session that does nothing; one row is %d bytes", SMALL);
    say("%-34s %7s %12s %10s %10s", "", "clients", "requests/s", "µs each", "bytes each");
    for (int clients : new int[] {1, 16, 64}) {
      PlayedDevice device = new PlayedDevice(Duration.ZERO, Duration.ZERO);
      row("direct calls (floor)", clients, measured(clients, SMALL, () -> device));
      for (int rows : new int[] {1, 8, 32}) {
        PlayedDevice played = new PlayedDevice(Duration.ZERO, Duration.ZERO);
        try (OwnedSession owned = owned(played, rows)) {
          Figure figure = measured(clients, SMALL, () -> request(owned));
          String name =
              String.format(
                  Locale.ROOT, "queued, at most %d rows (%.1f a run)", rows, played.rowsARun());
          row(name, clients, figure);
        }
      }
    }
  }

  /** Pictures on a device that takes no time, beside copying them. */
  private void copying() throws InterruptedException, ExecutionException {
    say("");
    say("joining pictures of %d KiB", PICTURE / 1024);
    say("%-34s %7s %12s %10s %10s", "", "clients", "requests/s", "µs each", "bytes each");
    try (Arena memory = Arena.ofShared()) {
      MemorySegment target = memory.allocate(PICTURE, 64);
      OpenSession copying = new CopyingSession(target);
      row("one thread that copies (floor)", 1, measured(1, PICTURE, () -> copying));
    }
    PlayedDevice played = new PlayedDevice(Duration.ZERO, Duration.ZERO);
    try (OwnedSession owned = owned(played, 8)) {
      Figure figure = measured(16, PICTURE, () -> request(owned));
      row(
          String.format(Locale.ROOT, "queued, at most 8 rows (%.1f a run)", played.rowsARun()),
          16,
          figure);
    }
  }

  /** Sixteen clients on a device that takes its time. */
  private void busy() throws InterruptedException, ExecutionException {
    say("");
    say("a device whose run takes 10 ms and 1 ms a row; rows of 1 MiB; 16 clients");
    say("%-34s %12s %10s %10s", "", "requests/s", "rows/run", "busy");
    for (int rows : new int[] {1, 4, 8, 16}) {
      PlayedDevice played = new PlayedDevice(Duration.ofMillis(10), Duration.ofMillis(1));
      try (OwnedSession owned = owned(played, rows)) {
        long began = System.nanoTime();
        Figure figure = measured(16, MEGABYTE, () -> request(owned));
        double share = (double) owned.busy().toNanos() / (System.nanoTime() - began);
        say(
            "%-34s %12.1f %10.1f %9.1f%%",
            "at most " + rows + " rows", figure.perSecond(), played.rowsARun(), 100 * share);
      }
    }
  }

  private static OwnedSession owned(PlayedDevice device, int rows) {
    return new OwnedSession("bench", device, () -> device, new Lanes(1, 128, rows));
  }

  /** HotSpot's count over all threads; asked by name, since its interface is no part of Java. */
  private static long allocatedBytes() {
    try {
      return (Long)
          ManagementFactory.getPlatformMBeanServer()
              .getAttribute(
                  new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                  "TotalThreadAllocatedBytes");
    } catch (JMException notHotSpot) {
      throw new IllegalStateException("this JVM counts no allocated bytes", notHotSpot);
    }
  }

  private static Session request(OwnedSession owned) {
    return owned.forRequest(Ticket.lasting(LASTING));
  }

  private Figure measured(int clients, int bytes, Supplier<Session> sessions)
      throws InterruptedException, ExecutionException {
    AtomicLong done = new AtomicLong();
    long allocated = allocatedBytes();
    long began = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        all.add(threads.submit(() -> done.addAndGet(asked(sessions, bytes, began))));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    double heap = allocatedBytes() - allocated;
    return new Figure(done.get() / seconds, heap / done.get());
  }

  private long asked(Supplier<Session> sessions, int bytes, long began) {
    Map<String, Tensor> inputs = PlayedDevice.row(bytes);
    long count = 0;
    while (System.nanoTime() - began < time.toNanos()) {
      Session session = sessions.get();
      if (session.run(inputs).tensors().isEmpty()) {
        throw new IllegalStateException("an answer without a tensor");
      }
      count++;
    }
    return count;
  }

  private void row(String name, int clients, Figure figure) {
    say(
        "%-34s %7d %12.0f %10.2f %10.0f",
        name, clients, figure.perSecond(), figure.micros(), figure.bytes());
  }

  @SuppressWarnings("AnnotateFormatMethod") // its library is none of ours
  private void say(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
