package dev.hearth.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.server.api.Samples;
import dev.hearth.server.api.Surroundings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code GET /v1/events}, over real sockets. */
@Timeout(60)
class EventsTest {
  /** One who listens, and reads line by line. */
  private static final class Ear implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Ear(Running running, String... headers) throws IOException {
      socket = running.socket();
      String head =
          "GET /v1/events HTTP/1.1\r\nHost: localhost\r\n" + String.join("", headers) + "\r\n";
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    List<String> head() throws IOException {
      List<String> lines = new ArrayList<>();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        lines.add(line);
      }
      return lines;
    }

    /** The next line that begins so; empty at the end of the stream. */
    String next(String beginning) throws IOException {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith(beginning)) {
          return line;
        }
      }
      return "";
    }

    JsonNode event() throws IOException {
      return new ObjectMapper().readTree(next("data: ").substring("data: ".length()));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static Running onAnApu() {
    Running running = Running.start(Running.SETTINGS, FixedSurroundings.ofAnApu());
    running.engine.computesOnAGpu();
    return running;
  }

  /** Counts how often the machine is looked at. */
  private static Surroundings counting(AtomicInteger samples) {
    Surroundings fixed = FixedSurroundings.ofAnApu();
    return new Surroundings(
        () -> {
          samples.incrementAndGet();
          return fixed.samples().now();
        },
        fixed.reports());
  }

  @Test
  void areServerSentEventsThatNobodyKeeps() throws IOException {
    try (Running running = Running.start();
        Ear ear = new Ear(running)) {
      assertThat(ear.head())
          .contains(
              "HTTP/1.1 200 OK",
              "content-type: text/event-stream",
              "cache-control: no-store",
              "transfer-encoding: chunked");
      assertThat(ear.next("retry: ")).isEqualTo("retry: 2000");
    }
  }

  @Test
  void tellOfTrafficDevicesModelsAndTheMachine() throws IOException {
    try (Running running = onAnApu();
        Ear ear = new Ear(running)) {
      JsonNode event = ear.event();

      assertThat(event.path("ready").asBoolean()).isTrue();
      assertThat(event.path("traffic").path("waiting").asInt()).isEqualTo(3);
      assertThat(event.path("devices").path(0).path("backend").asString()).isEqualTo("vulkan");
      assertThat(event.path("devices").path(0).path("busyShare").isNull()).isTrue();
      assertThat(event.path("models").path(0).path("nodeShare").asDouble()).isEqualTo(0.75);
      JsonNode gpu = event.path("machine").path("accelerators").path(0);
      assertThat(gpu.path("busyShare").asDouble()).isEqualTo(0.5);
      assertThat(gpu.path("sharedUsed").asLong()).isEqualTo(2L << 30);
      assertThat(event.path("process").path("residentBytes").asLong()).isEqualTo(300L << 20);
      // From the second on it is known how busy the engine kept it: the script's time stands still.
      assertThat(ear.event().path("devices").path(0).path("busyShare").asDouble(-1)).isZero();
    }
  }

  @Test
  void tellHowLongTasksTookInTheLastMinute() throws IOException {
    try (Running running = Running.start();
        Ear ear = new Ear(running)) {
      running.postJson("/predict", "{\"inputs\":[\"one\",\"two\"]}");
      ear.event();
      JsonNode task = ear.event().path("tasks").path(0);

      assertThat(task.path("task").asString()).isEqualTo("classification");
      assertThat(task.path("count").asInt()).isEqualTo(1);
      assertThat(task.path("perSecond").asDouble()).isEqualTo(0.017);
    }
  }

  @Test
  void areMadeOnceForAllWhoListenAndNotForNobody() throws IOException, InterruptedException {
    AtomicInteger samples = new AtomicInteger();
    try (Running running = Running.start(Running.SETTINGS, counting(samples))) {
      Thread.sleep(1200);
      assertThat(samples).hasValue(0);
      try (Ear first = new Ear(running);
          Ear second = new Ear(running);
          Ear third = new Ear(running)) {
        for (int i = 0; i < 3; i++) {
          first.event();
          second.event();
          third.event();
        }
        // Who comes later is told the latest at once, so that three seconds are three events.
        assertThat(samples.get()).isBetween(2, 4);
      }
      Thread.sleep(2500);
      int after = samples.get();
      Thread.sleep(2500);
      assertThat(samples).hasValue(after);
    }
  }

  @Test
  void beatWhileAnEventTakesLong() throws IOException {
    CountDownLatch latch = new CountDownLatch(1);
    Samples slow =
        () -> {
          try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return Samples.none().now();
        };
    Surroundings surroundings = new Surroundings(slow, FixedSurroundings.ofAnApu().reports());
    try (Running running = Running.start(Running.SETTINGS, surroundings);
        Ear ear = new Ear(running)) {
      assertThat(ear.next(":")).isEqualTo(":");
      latch.countDown();
      assertThat(ear.event().path("ready").asBoolean()).isTrue();
    }
  }

  @Test
  void goToEightListenersAndTheNinthIsTurnedAway() throws IOException {
    try (Running running = Running.start()) {
      List<Ear> ears = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        ears.add(new Ear(running));
        assertThat(ears.getLast().head().getFirst()).contains("200");
      }
      try (Ear ninth = new Ear(running)) {
        assertThat(ninth.head()).contains("HTTP/1.1 503 Service Unavailable", "Retry-After: 10");
      }
      ears.removeFirst().close();
      assertThat(admitted(running)).isTrue();
      for (Ear ear : ears) {
        ear.close();
      }
    }
  }

  /** Whether a place becomes free, which the server notices in a moment. */
  private static boolean admitted(Running running) throws IOException {
    for (int i = 0; i < 50; i++) {
      try (Ear ear = new Ear(running)) {
        if (ear.head().getFirst().contains("200")) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void endWhenTheServerStops() throws IOException {
    Running running = Running.start();
    try (Ear ear = new Ear(running)) {
      ear.event();
      long start = System.nanoTime();
      running.close();
      assertThat(ear.next("nothing begins so")).isEmpty();
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }
  }

  @Test
  void areNotKeptForWhoDoesNotRead() throws IOException, InterruptedException {
    try (Running running = Running.start(Running.SETTINGS, large());
        Socket deaf = new Socket()) {
      deaf.setReceiveBufferSize(4096);
      deaf.connect(running.server.address());
      deaf.getOutputStream()
          .write("GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
      try (Ear ear = new Ear(running)) {
        // Another one listens all the same, and the deaf one is cut after a while.
        for (int i = 0; i < 16; i++) {
          ear.event();
        }
      }
      deaf.setSoTimeout(5000);
      long left = deaf.getInputStream().readAllBytes().length;
      assertThat(left).isLessThan(6L * LARGE);
    }
  }

  private static final int LARGE = 3 << 20;

  /** A machine with so long a name that no socket's buffers take more than a few events. */
  private static Surroundings large() {
    Samples.Sample sample = FixedSurroundings.ofAnApu().samples().now();
    Samples.AcceleratorSample gpu = sample.accelerators().getFirst();
    Samples.AcceleratorSample named =
        new Samples.AcceleratorSample(
            gpu.id(),
            "x".repeat(LARGE),
            gpu.asleep(),
            gpu.busyShare(),
            gpu.dedicated(),
            gpu.shared(),
            gpu.sensors());
    return new Surroundings(
        () ->
            new Samples.Sample(
                sample.cpuShare(), sample.processBytes(), sample.memoryAvailable(), List.of(named)),
        FixedSurroundings.ofAnApu().reports());
  }

  @Test
  void areNotForOtherWebsites() {
    try (Running running = Running.start()) {
      assertThat(
              running
                  .get("/v1/events", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "cors")
                  .statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void tellTheHeadAloneToWhoAsksForIt() throws IOException {
    try (Running running = Running.start()) {
      assertThat(
              running.raw(
                  "HEAD /v1/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .endsWith("\r\n\r\n");
    }
  }

  @Test
  void comeWithoutChunksToOldClients() throws IOException {
    try (Running running = Running.start();
        Socket socket = running.socket()) {
      socket.getOutputStream().write("GET /v1/events HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      List<String> lines = new ArrayList<>();
      while (lines.isEmpty() || !lines.getLast().startsWith("data: ")) {
        lines.add(in.readLine());
      }
      assertThat(lines).contains("retry: 2000").noneMatch(line -> line.contains("chunked"));
    }
  }
}
