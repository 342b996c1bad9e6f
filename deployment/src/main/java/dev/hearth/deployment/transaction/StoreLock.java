package dev.hearth.deployment.transaction;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The right to change services, for one process at a time. The kernel takes it back from a process
 * that dies, so no lock is ever left behind.
 */
final class StoreLock implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * Who holds what in this process. Closing any channel of a locked file gives the lock away, so
   * the file must not even be opened while it is held here.
   */
  private static final Map<Path, String> HERE = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;

  private StoreLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Waits for the lock.
   *
   * @param holder how messages of others name this process: pid 4711
   * @throws ProblemException when another process keeps it for longer than the patience
   */
  static StoreLock of(
      Path file, String holder, Duration patience, Time time, Consumer<String> notes) {
    Instant begin = time.now();
    boolean said = false;
    while (true) {
      try {
        Optional<StoreLock> lock = tryLock(file, holder);
        if (lock.isPresent()) {
          return lock.get();
        }
      } catch (IOException trouble) {
        throw Trouble.exception(file, trouble);
      }
      if (time.since(begin).compareTo(patience) >= 0) {
        throw busy(file);
      }
      if (!said) {
        said = true;
        notes.accept("Waiting for another hearth, " + holderOf(file));
      }
      time.pass(POLL);
    }
  }

  private static Optional<StoreLock> tryLock(Path file, String holder) throws IOException {
    if (HERE.putIfAbsent(file, holder) != null) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean locked = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      locked = channel.tryLock() != null;
      if (locked) {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
        return Optional.of(new StoreLock(file, channel));
      }
      return Optional.empty();
    } finally {
      if (!locked) {
        if (channel != null) {
          channel.close();
        }
        HERE.remove(file);
      }
    }
  }

  private static String holderOf(Path file) {
    String here = HERE.get(file);
    if (here != null) {
      return here;
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      return "which does not say its number";
    }
  }

  private static ProblemException busy(Path file) {
    String holder = holderOf(file);
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            "Another hearth changes services now",
            file + " is locked by " + holder,
            "Wait for it, or look at what it does: ps -fp " + holder.replaceAll("\\D+", "")));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException trouble) {
      System.getLogger(StoreLock.class.getName())
          .log(System.Logger.Level.WARNING, "the lock " + file + " was not closed", trouble);
    } finally {
      HERE.remove(file);
    }
  }
}
