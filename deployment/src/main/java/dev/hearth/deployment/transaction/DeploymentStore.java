package dev.hearth.deployment.transaction;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where deployments are kept: a folder each, named by time and service, with {@code journal.jsonl},
 * {@code backup/} and {@code summary.json}.
 *
 * @param folder ~/.local/state/hearth
 * @param holder how other processes name this one: pid 4711
 * @param patience for another process that deploys
 */
public record DeploymentStore(Path folder, String holder, Duration patience) {
  private static final String DEPLOYMENTS = "deployments";
  private static final String JOURNAL = "journal.jsonl";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int STAMP_LENGTH = "20261121T114500Z".length();
  private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  public DeploymentStore {
    folder = folder.toAbsolutePath().normalize();
  }

  StoreLock lock(Time time, Listener listener) {
    try {
      createPrivately(folder.resolve(DEPLOYMENTS));
    } catch (IOException trouble) {
      throw Trouble.exception(folder.resolve(DEPLOYMENTS), trouble);
    }
    return StoreLock.of(folder.resolve("lock"), holder, patience, time, listener::note);
  }

  /** Configuration may hold passwords, and so may its copies. */
  private static void createPrivately(Path deployments) throws IOException {
    Files.createDirectories(
        deployments,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Ids, oldest first. */
  List<String> ids() {
    Path deployments = folder.resolve(DEPLOYMENTS);
    try (Stream<Path> each = Files.list(deployments)) {
      return each.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException trouble) {
      throw Trouble.exception(deployments, trouble);
    }
  }

  Path of(String id) {
    return folder.resolve(DEPLOYMENTS).resolve(id);
  }

  Path backup(String id) {
    return of(id).resolve("backup");
  }

  Path summary(String id) {
    return of(id).resolve("summary.json");
  }

  Journal journal(String id, Disk disk) {
    Path file = of(id).resolve(JOURNAL);
    try {
      return Journal.open(file, disk);
    } catch (IOException trouble) {
      throw Trouble.exception(file, trouble);
    }
  }

  /**
   * A folder for a new deployment. Its name sorts behind all others, even after the clock was set
   * back: the order says what is undone first.
   */
  String create(String service, Instant now, Disk disk) throws IOException {
    if (!SERVICE.matcher(service).matches()) {
      throw new ProblemException(
          Problem.Kind.BAD_SETTING,
          "\"" + service + "\" cannot name a service",
          "Use letters, digits, dots and dashes.");
    }
    List<String> ids = ids();
    String newest = ids.isEmpty() ? "" : stamp(ids.getLast());
    String stamp = STAMP.format(now);
    String base = (stamp.compareTo(newest) >= 0 ? stamp : newest) + "-" + service;
    for (int number = 1; ; number++) {
      String id = number == 1 ? base : base + "-" + number;
      try {
        disk.createFolder(of(id));
        return id;
      } catch (FileAlreadyExistsException taken) {
        System.getLogger(DeploymentStore.class.getName())
            .log(System.Logger.Level.TRACE, "an id is taken", taken);
      }
    }
  }

  private static String stamp(String id) {
    return id.substring(0, Math.min(STAMP_LENGTH, id.length()));
  }
}
