package dev.hearth.inference.runtime;

import dev.hearth.machine.Json;
import dev.hearth.machine.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The time of each node in the last profiled run of a session. Source: the trace file that ONNX
 * Runtime writes, whose events of category {@code Node} end in {@code _kernel_time}, with durations
 * in microseconds, and whose {@code model_run} comes when a run has ended.
 */
final class NodeTimes implements AutoCloseable {
  private static final String SUFFIX = "_kernel_time";

  private final Path folder;

  private NodeTimes(Path folder) {
    this.folder = folder;
  }

  /** Keeps the trace in a folder of its own, below another if that can be written. */
  static NodeTimes in(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
      return new NodeTimes(Files.createTempDirectory(directory, "profile"));
    } catch (IOException _) {
      return new NodeTimes(Files.createTempDirectory("hearth-profile"));
    }
  }

  /** What the runtime is to begin its file's name with. */
  String prefix() {
    return folder.resolve("run").toString();
  }

  /** The times in a finished trace; none where it cannot be read. */
  Map<String, Duration> read(String file) {
    try {
      return parse(Files.readString(Path.of(file)));
    } catch (IOException _) {
      return Map.of();
    }
  }

  static Map<String, Duration> parse(String trace) {
    Map<String, Duration> run = new HashMap<>();
    Map<String, Duration> last = Map.of();
    for (Json event : events(trace)) {
      String name = event.text("name").orElse("");
      if (name.equals("model_run")) {
        last = run;
        run = new HashMap<>();
      } else if (name.endsWith(SUFFIX)) {
        String node = name.substring(0, name.length() - SUFFIX.length());
        Map<String, Duration> times = run;
        duration(event).ifPresent(time -> times.merge(node, time, Duration::plus));
      }
    }
    return last;
  }

  private static List<Json> events(String trace) {
    return Json.parse(trace, "the profile") instanceof Reading.Known<Json>(Json value)
            && value instanceof Json.Items(List<Json> inOrder)
        ? inOrder
        : List.of();
  }

  private static Optional<Duration> duration(Json event) {
    return event
        .member("dur")
        .filter(Json.Digits.class::isInstance)
        .flatMap(digits -> micros(((Json.Digits) digits).value()));
  }

  private static Optional<Duration> micros(String digits) {
    try {
      return Optional.of(Duration.ofNanos(Math.multiplyExact(Long.parseLong(digits), 1000L)));
    } catch (ArithmeticException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }
}
