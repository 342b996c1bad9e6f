package dev.hearth.inference.runtimes;

import dev.hearth.inference.store.Progress;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells how much of a package has come while its client, which says nothing, fetches it: by the
 * bytes that lie in the folder it fetches into.
 */
final class Growth implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(250);

  private final Thread watcher;

  private Growth(Thread watcher) {
    this.watcher = watcher;
  }

  static Growth of(Path folder, long total, Progress progress) {
    return new Growth(
        Thread.ofVirtual().name("growth").start(() -> watch(folder, total, progress)));
  }

  private static void watch(Path folder, long total, Progress progress) {
    try {
      while (!Thread.interrupted()) {
        progress.advances(Math.min(total, bytes(folder)));
        Thread.sleep(POLL);
      }
    } catch (InterruptedException done) {
      Thread.currentThread().interrupt();
    }
  }

  /** All bytes in a folder. Files may come and go; those that cannot be looked at do not count. */
  static long bytes(Path folder) {
    AtomicLong sum = new AtomicLong();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
              sum.addAndGet(facts.size());
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException gone) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException gone) {
      return sum.get();
    }
    return sum.get();
  }

  @Override
  public void close() {
    watcher.interrupt();
    try {
      watcher.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
