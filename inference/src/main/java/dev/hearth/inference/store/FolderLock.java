package dev.hearth.inference.store;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The right to change one folder, a model's or that of the runtimes: among the threads of this
 * process by a lock in memory, among processes by a lock on {@code <folder>/.lock}, which the
 * kernel gives back when a process dies.
 */
public final class FolderLock implements AutoCloseable {
  /** Another process may be pulling gigabytes over a slow line. */
  private static final Duration PATIENCE = Duration.ofHours(2);

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();
  private static final System.Logger LOG = System.getLogger(FolderLock.class.getName());

  private final Path folder;
  private final ReentrantLock inProcess;
  private final FileChannel channel;

  private FolderLock(Path folder, ReentrantLock inProcess, FileChannel channel) {
    this.folder = folder;
    this.inProcess = inProcess;
    this.channel = channel;
  }

  /** Waits for the lock, and makes the folder if there is none. */
  public static FolderLock of(Path folder, Progress progress) {
    return of(folder, progress, PATIENCE);
  }

  static FolderLock of(Path folder, Progress progress, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    ReentrantLock inProcess =
        IN_PROCESS.computeIfAbsent(folder.toAbsolutePath().normalize(), _ -> new ReentrantLock());
    FileChannel held = null;
    try {
      if (!inProcess.tryLock()) {
        progress.says("Waiting for other work on " + folder.getFileName());
        if (!inProcess.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          throw tooLong(folder, patience);
        }
      }
      held = lockFile(folder, progress, end);
      if (held == null) {
        throw tooLong(folder, patience);
      }
      return new FolderLock(folder, inProcess, held);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ProblemException(
          Problem.of(Problem.Kind.UNAVAILABLE, "Stopped while waiting for " + folder, "Try again."),
          interrupted);
    } catch (IOException trouble) {
      throw Trouble.writing(folder, trouble);
    } finally {
      if (held == null && inProcess.isHeldByCurrentThread()) {
        inProcess.unlock();
      }
    }
  }

  private static @Nullable FileChannel lockFile(Path folder, Progress progress, long end)
      throws IOException, InterruptedException {
    boolean said = false;
    while (System.nanoTime() < end) {
      FileChannel channel = tryLock(folder);
      if (channel != null) {
        return channel;
      }
      if (!said) {
        said = true;
        progress.says("Waiting for another process that works on " + folder.getFileName());
      }
      Thread.sleep(POLL);
    }
    return null;
  }

  /** Null while another process has the lock, or has just removed the folder under us. */
  private static @Nullable FileChannel tryLock(Path folder) throws IOException {
    Path file = folder.resolve(Layout.LOCK);
    Files.createDirectories(folder);
    createIfAbsent(file);
    FileChannel channel = null;
    boolean locked = false;
    try {
      Object before = key(file);
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
      locked = lock(channel, file) && before.equals(key(file));
    } catch (NoSuchFileException removed) {
      LOG.log(System.Logger.Level.TRACE, "the folder was removed meanwhile", removed);
    } finally {
      if (channel != null && !locked) {
        channel.close();
      }
    }
    return locked ? channel : null;
  }

  private static boolean lock(FileChannel channel, Path file) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException held) {
      return false;
    } catch (IOException unsupported) {
      // Some network file systems have no locks; threads of this process still take turns.
      LOG.log(System.Logger.Level.WARNING, "no lock between processes on " + file, unsupported);
      return true;
    }
  }

  private static void createIfAbsent(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException there) {
      LOG.log(System.Logger.Level.TRACE, "the lock's file is there", there);
    }
  }

  private static Object key(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? file : key;
  }

  private static ProblemException tooLong(Path folder, Duration patience) {
    return new ProblemException(
        new Problem(
            Problem.Kind.TIMED_OUT,
            "Other work on "
                + folder.getFileName()
                + " did not finish within "
                + patience.toMinutes()
                + " min",
            folder.resolve(Layout.LOCK) + " is locked",
            "Wait for the other process or end it, then try again."));
  }

  /** Gives the folder back; one in which nothing came to lie disappears. */
  @Override
  public void close() {
    try (channel) {
      removeIfEmpty();
    } catch (IOException trouble) {
      LOG.log(System.Logger.Level.WARNING, "the lock of " + folder + " was not closed", trouble);
    } finally {
      inProcess.unlock();
    }
  }

  private void removeIfEmpty() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> entries;
    try (Stream<Path> stream = Files.list(folder)) {
      entries = stream.limit(2).toList();
    }
    if (entries.equals(List.of(folder.resolve(Layout.LOCK)))) {
      Files.delete(entries.getFirst());
      Files.delete(folder);
    }
  }
}
