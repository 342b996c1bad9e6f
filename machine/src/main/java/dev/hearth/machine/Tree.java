package dev.hearth.machine;

import java.time.Duration;
import java.util.List;

/**
 * What a {@link Machine} is read from: the live system, a folder, or a capture. Paths are absolute,
 * as on the machine itself. Nothing here throws for what is absent or denied.
 */
public interface Tree {
  /** The file's whole content, links followed. */
  Reading<byte[]> bytes(String path);

  /** The names in a folder, in no order, links followed. */
  Reading<List<String>> names(String directory);

  /** What a symbolic link says, unresolved. */
  Reading<String> target(String link);

  /** The path with every link followed, still as on the machine. */
  Reading<String> realPath(String path);

  /** Mode, owner and kind, links followed. */
  Reading<FileStatus> status(String path);

  /** What this process may do with the file, asked of the kernel where the machine is live. */
  Reading<Access> access(String path);

  /** The disk that holds the path, or the nearest folder above it that exists. */
  Reading<DiskSpace> disk(String path);

  /** What a program prints, where programs can be run. */
  Reading<Finished> run(List<String> argv, Duration deadline);
}
