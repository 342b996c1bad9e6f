package dev.hearth.cli;

import dev.hearth.evidence.benchmark.Comparison;
import dev.hearth.evidence.benchmark.Spread;
import dev.hearth.evidence.workload.JsonNumbers;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What was measured before: a document each, in the state folder. */
final class BenchHistory {
  private static final String JSON = ".json";

  /** More than a document has. */
  private static final int PROBE = 1 << 16;

  private final Path folder;

  /**
   * The history of a service.
   *
   * @param state Hearth's state folder
   */
  BenchHistory(Path state, String service) {
    this.folder = state.resolve("benchmarks").resolve(service);
  }

  /**
   * An earlier measurement of the service as it ran.
   *
   * @param name how it computed: vulkan
   * @param work its mark
   * @param rate units a second
   */
  record Earlier(Instant time, String name, String work, Spread rate) {
    /** When, to the minute, by the clock on the wall. */
    String day() {
      return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
          .withZone(ZoneId.systemDefault())
          .format(time);
    }
  }

  /** The right to measure here, for one process at a time. */
  record Claim(FileChannel channel) implements AutoCloseable {
    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException gone) {
        throw new UncheckedIOException(gone);
      }
    }
  }

  /**
   * Makes sure, before minutes are spent, that nobody else measures, as both would measure each
   * other, and that what is measured can be kept.
   */
  static Claim claim(Path state) {
    Path folder = state.resolve("benchmarks");
    try {
      Files.createDirectories(folder);
      // The kernel takes the lock back from a process that dies: none is ever left behind.
      FileChannel channel =
          FileChannel.open(
              folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw busy();
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(new byte[PROBE]));
      channel.force(false);
      return new Claim(channel);
    } catch (OverlappingFileLockException _) {
      throw busy();
    } catch (IOException failed) {
      throw unkept(folder, failed);
    }
  }

  private static ProblemException busy() {
    return new ProblemException(
        Problem.Kind.UNAVAILABLE,
        "Another hearth bench is measuring on this machine",
        "Wait for its end: both would measure each other.");
  }

  private static ProblemException unkept(Path folder, IOException failed) {
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            "The measurement cannot be kept in " + folder,
            String.valueOf(failed),
            "Free some room, or set XDG_STATE_HOME to a folder that can be written."));
  }

  /** Keeps one. */
  void keep(Comparison comparison, String document) {
    String name = comparison.time().toString().replaceAll("[^0-9TZ]", "") + JSON;
    try {
      Files.createDirectories(folder);
      Path draft = Files.createTempFile(folder, ".bench", null);
      Files.writeString(draft, document);
      Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      throw unkept(folder, failed);
    }
  }

  /**
   * The last one of the same work; with a day, the last one until then. What cannot be read is
   * passed over.
   */
  Optional<Earlier> last(String work, Optional<Instant> until) {
    return all().stream()
        .filter(each -> each.work().equals(work))
        .filter(each -> until.isEmpty() || !each.time().isAfter(until.get()))
        .reduce((_, later) -> later);
  }

  /** All that can be read, the oldest first. */
  List<Earlier> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(JSON))
          .sorted()
          .flatMap(file -> read(file).stream())
          .toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  private static Optional<Earlier> read(Path file) {
    try {
      return dev.hearth.machine.Json.parse(Files.readString(file), file.toString())
          .asOptional()
          .flatMap(BenchHistory::earlier);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Optional<Earlier> earlier(dev.hearth.machine.Json document) {
    Optional<dev.hearth.machine.Json> running = document.member("running");
    Optional<dev.hearth.machine.Json> rate = running.flatMap(side -> side.member("unitsPerSecond"));
    Optional<Double> low = rate.flatMap(each -> JsonNumbers.of(each, "low"));
    Optional<Double> median = rate.flatMap(each -> JsonNumbers.of(each, "median"));
    Optional<Double> high = rate.flatMap(each -> JsonNumbers.of(each, "high"));
    if (low.isEmpty() || median.isEmpty() || high.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Earlier(
              Instant.parse(document.text("time").orElse("")),
              running.flatMap(side -> side.text("name")).orElse(""),
              document.text("work").orElse(""),
              new Spread(low.get(), median.get(), high.get())));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /**
   * The end of a day that a person names.
   *
   * @throws ProblemException where it is none
   */
  static Instant endOf(String day) {
    try {
      return LocalDate.parse(day).plusDays(1).atStartOfDay(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeParseException _) {
      throw new ProblemException(
          Problem.Kind.BAD_SETTING,
          "--since cannot be " + day,
          "A day: --since 2026-11-01 compares with the last measurement until then.");
    }
  }
}
