package dev.hearth.machine;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tree of real files: the live system, or a folder that holds a machine's {@code sys}, {@code
 * proc}, {@code dev} and {@code etc}. Under a folder no link leads out of it, and no program runs.
 */
public final class FileTree implements Tree {
  /** Longer than any list of names a distribution ships; a longer file is no fact of a machine. */
  public static final int LARGEST_FILE = 16 << 20;

  /** More names than any folder here has; sysfs lists thousands at most. */
  private static final int MOST_NAMES = 100_000;

  private static final int KIND_MASK = 0170000;

  private final Path root;
  private final Optional<CommandRunner> runner;
  private final boolean live;

  private FileTree(Path root, boolean live, Optional<CommandRunner> runner) {
    this.root = root;
    this.live = live;
    this.runner = runner;
  }

  /** The system this runs on. */
  public static FileTree live(CommandRunner runner) {
    return new FileTree(Path.of("/"), true, Optional.of(runner));
  }

  /** A machine unpacked into a folder. */
  public static FileTree under(Path folder) {
    return new FileTree(folder, false, Optional.empty());
  }

  @Override
  public Reading<byte[]> bytes(String path) {
    return at(
        path,
        place -> {
          if (!Files.isRegularFile(place)) {
            return Files.exists(place)
                ? Reading.unknown(path + " is not a file")
                : Reading.unknown(absent(path));
          }
          try (InputStream in = Files.newInputStream(place)) {
            // sysfs claims 4096 bytes for files of any length: only reading tells.
            byte[] content = in.readNBytes(LARGEST_FILE + 1);
            return content.length > LARGEST_FILE
                ? Reading.unknown(path + " is larger than " + (LARGEST_FILE >> 20) + " MiB")
                : Reading.known(content);
          }
        });
  }

  @Override
  public Reading<List<String>> names(String directory) {
    return at(
        directory,
        place -> {
          List<String> names = new ArrayList<>();
          try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
            for (Path entry : entries) {
              names.add(entry.getFileName().toString());
              if (names.size() > MOST_NAMES) {
                return Reading.unknown(directory + " holds more than " + MOST_NAMES + " names");
              }
            }
          } catch (java.nio.file.DirectoryIteratorException failed) {
            throw failed.getCause();
          }
          return Reading.known(names);
        });
  }

  @Override
  public Reading<String> target(String link) {
    int slash = link.lastIndexOf('/');
    String folder = slash <= 0 ? "/" : link.substring(0, slash);
    return realPath(folder)
        .flatMap(parent ->
            guarded(
                link,
                () ->
                    Reading.known(
                        Files.readSymbolicLink(place(parent + "/" + link.substring(slash + 1)))
                            .toString())));
  }

  @Override
  public Reading<String> realPath(String path) {
    return live
        ? guarded(path, () -> Reading.known(place(path).toRealPath().toString()))
        : new LinkWalk(this::rawLink).resolve(path);
  }

  @Override
  public Reading<FileStatus> status(String path) {
    return at(
        path,
        place -> {
          Map<String, Object> found = Files.readAttributes(place, "unix:mode,uid,gid");
          int mode = number(found, "mode");
          return Reading.known(
              new FileStatus(kind(mode), mode & 07777, number(found, "uid"), number(found, "gid")));
        });
  }

  @Override
  public Reading<Access> access(String path) {
    return at(
        path,
        place ->
            Files.exists(place)
                ? Reading.known(new Access(Files.isReadable(place), Files.isWritable(place)))
                : Reading.unknown(absent(path)));
  }

  @Override
  public Reading<DiskSpace> disk(String path) {
    if (!live) {
      return Reading.unknown("a folder does not tell the disks of the machine it came from");
    }
    File place = place(path).toFile();
    while (place != null && !place.exists()) {
      place = place.getParentFile();
    }
    // File.getTotalSpace is one statvfs(2); FileStore would read all mounts first.
    return place == null || place.getTotalSpace() == 0
        ? Reading.unknown("the disk that holds " + path + " tells no size")
        : Reading.known(new DiskSpace(place.getUsableSpace(), place.getTotalSpace()));
  }

  @Override
  public Reading<Finished> run(List<String> argv, Duration deadline) {
    if (runner.isEmpty()) {
      return Reading.unknown("no programs are run for a machine under a folder");
    }
    try {
      return Reading.known(runner.get().run(new Command(argv, deadline)));
    } catch (ProblemException failed) {
      return Reading.unknown(failed.problem().sentence());
    }
  }

  private Optional<String> rawLink(String path) {
    try {
      Path place = place(path);
      return Files.isSymbolicLink(place)
          ? Optional.of(Files.readSymbolicLink(place).toString())
          : Optional.empty();
    } catch (IOException | InvalidPathException _) {
      return Optional.empty();
    }
  }

  private Path place(String path) {
    return live ? Path.of(path) : root.resolve(path.substring(1));
  }

  private interface Question<T> {
    Reading<T> ask(Path place) throws IOException;
  }

  private interface Attempt<T> {
    Reading<T> make() throws IOException;
  }

  /** Asks the file of a path, once its links are followed within the root. */
  private <T> Reading<T> at(String path, Question<T> question) {
    if (live) {
      return guarded(path, () -> question.ask(place(path)));
    }
    return realPath(path).flatMap(real -> guarded(path, () -> question.ask(place(real))));
  }

  private static <T> Reading<T> guarded(String path, Attempt<T> attempt) {
    try {
      return attempt.make();
    } catch (NoSuchFileException _) {
      return Reading.unknown(absent(path));
    } catch (AccessDeniedException _) {
      return Reading.unknown(path + " may not be read by this user");
    } catch (NotDirectoryException _) {
      return Reading.unknown(path + " is not a folder");
    } catch (NotLinkException _) {
      return Reading.unknown(path + " is not a link");
    } catch (IOException failed) {
      return Reading.unknown(path + " cannot be read: " + reason(failed, path));
    } catch (InvalidPathException _) {
      return Reading.unknown(path + " is not a path");
    }
  }

  private static String absent(String path) {
    return path + " does not exist";
  }

  private static String reason(IOException failed, String path) {
    String message = String.valueOf(failed.getMessage());
    return message.startsWith(path + ": ") ? message.substring(path.length() + 2) : message;
  }

  private static int number(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof Integer number ? number : 0;
  }

  private static FileStatus.Kind kind(int mode) {
    return switch (mode & KIND_MASK) {
      case 0100000 -> FileStatus.Kind.FILE;
      case 0040000 -> FileStatus.Kind.DIRECTORY;
      case 0020000 -> FileStatus.Kind.CHARACTER_DEVICE;
      case 0060000 -> FileStatus.Kind.BLOCK_DEVICE;
      default -> FileStatus.Kind.OTHER;
    };
  }
}
