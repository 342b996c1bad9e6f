package dev.hearth.machine.capture;

import dev.hearth.machine.Access;
import dev.hearth.machine.DiskSpace;
import dev.hearth.machine.FileStatus;
import dev.hearth.machine.Finished;
import dev.hearth.machine.LinkWalk;
import dev.hearth.machine.Reading;
import dev.hearth.machine.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A machine out of a capture. */
public final class CapturedTree implements Tree {
  private static final FileStatus IMPLIED_FOLDER =
      new FileStatus(FileStatus.Kind.DIRECTORY, 0755, 0, 0);

  private final Capture capture;
  private final Map<String, Set<String>> children = new HashMap<>();
  private final Map<String, Reading<String>> resolved = new HashMap<>();
  private final Caller caller;

  private CapturedTree(Capture capture) {
    this.capture = capture;
    capture.files().keySet().forEach(this::hang);
    this.caller = Caller.of(this);
  }

  /** The machine of a capture's text; unknown with the line that breaks the format. */
  public static Reading<CapturedTree> parse(String text) {
    return CaptureParser.parse(text).map(CapturedTree::new);
  }

  Capture capture() {
    return capture;
  }

  /** Puts a path into the folders above it. */
  private void hang(String path) {
    String child = path;
    while (child.length() > 1) {
      int slash = child.lastIndexOf('/');
      String folder = slash <= 0 ? "/" : child.substring(0, slash);
      if (!children.computeIfAbsent(folder, _ -> new TreeSet<>()).add(child.substring(slash + 1))) {
        return;
      }
      child = folder;
    }
  }

  @Override
  public Reading<byte[]> bytes(String path) {
    return realPath(path)
        .flatMap(real ->
            switch (capture.files().get(real)) {
              case Entry.Content(_, byte[] bytes) -> Reading.known(bytes);
              case Entry.Closed(_, String reason) -> Reading.unknown(reason);
              case null -> Reading.unknown(path + (isFolder(real) ? " is not a file" : ABSENT));
              default -> Reading.unknown(path + " is not a file");
            });
  }

  private static final String ABSENT = " does not exist";

  @Override
  public Reading<List<String>> names(String directory) {
    return realPath(directory)
        .flatMap(real -> {
          Entry entry = capture.files().get(real);
          if (entry instanceof Entry.Closed(_, String reason)) {
            return Reading.unknown(reason);
          }
          if (!isFolder(real)) {
            return Reading.unknown(directory + (entry == null ? ABSENT : " is not a folder"));
          }
          return Reading.known(new ArrayList<>(children.getOrDefault(real, Set.of())));
        });
  }

  private boolean isFolder(String real) {
    return children.containsKey(real) || capture.files().get(real) instanceof Entry.Folder;
  }

  @Override
  public Reading<String> target(String link) {
    int slash = link.lastIndexOf('/');
    return realPath(slash <= 0 ? "/" : link.substring(0, slash))
        .flatMap(folder -> {
          String real = (folder.equals("/") ? "" : folder) + link.substring(slash);
          if (capture.files().get(real) instanceof Entry.Link(String target)) {
            return Reading.known(target);
          }
          boolean there = capture.files().containsKey(real) || isFolder(real);
          return Reading.unknown(link + (there ? " is not a link" : ABSENT));
        });
  }

  @Override
  public synchronized Reading<String> realPath(String path) {
    return resolved.computeIfAbsent(path, asked -> new LinkWalk(this::link).resolve(asked));
  }

  private Optional<String> link(String path) {
    return capture.files().get(path) instanceof Entry.Link(String target)
        ? Optional.of(target)
        : Optional.empty();
  }

  @Override
  public Reading<FileStatus> status(String path) {
    return realPath(path)
        .flatMap(real ->
            switch (capture.files().get(real)) {
              case Entry.Content(FileStatus status, _) -> Reading.known(status);
              case Entry.Folder(FileStatus status) -> Reading.known(status);
              case Entry.Device(FileStatus status, _) -> Reading.known(status);
              case Entry.Closed(FileStatus status, _) -> Reading.known(status);
              case null, default ->
                  children.containsKey(real)
                      ? Reading.known(IMPLIED_FOLDER)
                      : Reading.unknown(path + ABSENT);
            });
  }

  @Override
  public Reading<Access> access(String path) {
    Optional<Access> recorded =
        realPath(path).asOptional().map(capture.files()::get).flatMap(CapturedTree::recorded);
    return recorded.map(Reading::known).orElseGet(() -> status(path).map(caller::access));
  }

  private static Optional<Access> recorded(Entry entry) {
    return entry instanceof Entry.Device(_, Optional<Access> access) ? access : Optional.empty();
  }

  @Override
  public Reading<DiskSpace> disk(String path) {
    String real = realPath(path).orElse(path);
    while (true) {
      Entry.Room room = capture.rooms().get(real);
      if (room != null) {
        return Reading.known(room.space());
      }
      if (real.equals("/")) {
        return Reading.unknown("the capture does not tell the disk that holds " + path);
      }
      real = real.lastIndexOf('/') <= 0 ? "/" : real.substring(0, real.lastIndexOf('/'));
    }
  }

  @Override
  public Reading<Finished> run(List<String> argv, Duration deadline) {
    Finished finished = capture.outputs().get(argv);
    return finished == null
        ? Reading.unknown("the capture does not hold what " + String.join(" ", argv) + " prints")
        : Reading.known(finished);
  }

  /** Who took the capture: decides what could be opened where the capture does not say. */
  private record Caller(int uid, Set<Integer> groups) {
    static Caller of(CapturedTree tree) {
      int uid = 0;
      Set<Integer> groups = new TreeSet<>();
      byte[] status = tree.bytes("/proc/self/status").orElse(new byte[0]);
      for (String line : new String(status, StandardCharsets.UTF_8).split("\n", -1)) {
        List<Integer> numbers = numbers(line);
        if (line.startsWith("Uid:") && !numbers.isEmpty()) {
          uid = numbers.getFirst();
        } else if (line.startsWith("Gid:") || line.startsWith("Groups:")) {
          groups.addAll(numbers);
        }
      }
      return new Caller(uid, groups);
    }

    private static List<Integer> numbers(String line) {
      List<Integer> numbers = new ArrayList<>();
      for (String word : line.substring(line.indexOf(':') + 1).strip().split("\\s+", -1)) {
        if (!word.isEmpty() && word.length() < 10 && word.chars().allMatch(Character::isDigit)) {
          numbers.add(Integer.parseInt(word));
        }
      }
      return numbers;
    }

    Access access(FileStatus status) {
      if (uid == 0) {
        return new Access(true, true);
      }
      int shift = status.uid() == uid ? 6 : groups.contains(status.gid()) ? 3 : 0;
      int bits = status.mode() >> shift;
      return new Access((bits & 4) != 0, (bits & 2) != 0);
    }
  }
}
