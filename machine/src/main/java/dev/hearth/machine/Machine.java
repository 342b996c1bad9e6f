package dev.hearth.machine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One computer under a root: the live one, a folder, or a capture. All that is read is remembered,
 * so that no file is read twice and two answers never contradict each other; {@link #seen()} lists
 * it, which is what a capture holds.
 */
public final class Machine {
  /** Programs are only ever asked for what they know at once. */
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private static final List<String> PROGRAM_FOLDERS =
      List.of(
          "/usr/local/sbin",
          "/usr/local/bin",
          "/usr/sbin",
          "/usr/bin",
          "/sbin",
          "/bin",
          "/snap/bin",
          "/run/current-system/sw/bin");

  private final Tree tree;
  private final Map<String, Reading<byte[]>> contents = new ConcurrentHashMap<>();
  private final Map<String, Reading<List<String>>> listings = new ConcurrentHashMap<>();
  private final Map<List<String>, Optional<String>> beginnings = new ConcurrentHashMap<>();
  private final Map<String, Reading<String>> targets = new ConcurrentHashMap<>();
  private final Map<String, Reading<String>> realPaths = new ConcurrentHashMap<>();
  private final Map<String, Reading<FileStatus>> statuses = new ConcurrentHashMap<>();
  private final Map<String, Reading<Access>> accesses = new ConcurrentHashMap<>();
  private final Map<String, Reading<DiskSpace>> disks = new ConcurrentHashMap<>();
  private final Map<List<String>, Reading<Finished>> outputs = new ConcurrentHashMap<>();

  public Machine(Tree tree) {
    this.tree = tree;
  }

  /** The file's content, byte for byte. The array is shared: read only. */
  public Reading<byte[]> bytes(String path) {
    return contents.computeIfAbsent(path, tree::bytes);
  }

  /** The file as text without surrounding blanks; what is not UTF-8 is replaced. */
  public Reading<String> text(String path) {
    return bytes(path).map(content -> new String(content, StandardCharsets.UTF_8).strip());
  }

  /** The file's lines, without a last empty one. */
  public Reading<List<String>> lines(String path) {
    return bytes(path).map(content -> new String(content, StandardCharsets.UTF_8).lines().toList());
  }

  /** A file that holds one number: decimal, or hexadecimal after 0x. Unsigned, 64 bits. */
  public Reading<Long> number(String path) {
    return switch (text(path)) {
      case Reading.Known<String>(String text) -> Numbers.parse(text, path);
      case Reading.Unknown<String>(String reason) -> Reading.unknown(reason);
    };
  }

  /** The names in a folder, sorted. */
  public Reading<List<String>> names(String directory) {
    return listings.computeIfAbsent(
        directory, path -> tree.names(path).map(names -> names.stream().sorted().toList()));
  }

  /** The names in a folder, sorted; none where it is absent or denied. */
  public List<String> namesOrNone(String directory) {
    return names(directory).asOptional().orElse(List.of());
  }

  /**
   * The first name in a folder that begins so, for folders too large to be remembered whole. Only
   * the file found becomes part of what was {@link #seen()}.
   */
  public Optional<String> nameBeginning(String directory, String beginning) {
    return beginnings.computeIfAbsent(
        List.of(directory, beginning),
        _ ->
            tree.names(directory).orElse(List.of()).stream()
                .filter(name -> name.startsWith(beginning))
                .min(Comparator.naturalOrder())
                .filter(name -> exists(directory + "/" + name)));
  }

  /** What a symbolic link says, unresolved. */
  public Reading<String> target(String link) {
    return targets.computeIfAbsent(link, tree::target);
  }

  /** The last name of what a link points at: the driver, the bus address. */
  public Reading<String> targetName(String link) {
    return target(link).map(target -> target.substring(target.lastIndexOf('/') + 1));
  }

  /** The path with every link followed. */
  public Reading<String> realPath(String path) {
    return realPaths.computeIfAbsent(path, tree::realPath);
  }

  public Reading<FileStatus> status(String path) {
    return statuses.computeIfAbsent(path, tree::status);
  }

  public boolean exists(String path) {
    return status(path).asOptional().isPresent();
  }

  public Reading<Access> access(String path) {
    return accesses.computeIfAbsent(path, tree::access);
  }

  public Reading<DiskSpace> disk(String path) {
    return disks.computeIfAbsent(path, tree::disk);
  }

  /** Where a program is, looked for in the usual folders. */
  public Optional<String> program(String name) {
    return PROGRAM_FOLDERS.stream()
        .map(folder -> folder + "/" + name)
        .filter(this::exists)
        .findFirst();
  }

  /** What a program prints; unknown where programs cannot be run. */
  public Reading<Finished> output(String... argv) {
    return outputs.computeIfAbsent(List.of(argv), line -> tree.run(line, DEADLINE));
  }

  /** Everything asked so far. */
  public Seen seen() {
    return new Seen(
        Map.copyOf(contents),
        Map.copyOf(listings),
        Map.copyOf(targets),
        Map.copyOf(statuses),
        Map.copyOf(accesses),
        Map.copyOf(disks),
        Map.copyOf(outputs));
  }

  /**
   * What was asked of a machine, and what it answered: each map from what was asked.
   *
   * @param contents files
   * @param listings folders
   * @param targets links
   * @param statuses files asked for their status
   * @param accesses files asked for access
   * @param disks paths asked for the room around them
   * @param outputs command lines
   */
  public record Seen(
      Map<String, Reading<byte[]>> contents,
      Map<String, Reading<List<String>>> listings,
      Map<String, Reading<String>> targets,
      Map<String, Reading<FileStatus>> statuses,
      Map<String, Reading<Access>> accesses,
      Map<String, Reading<DiskSpace>> disks,
      Map<List<String>, Reading<Finished>> outputs) {

    /** Every path asked for in any way, sorted. */
    public SortedSet<String> paths() {
      SortedSet<String> all = new TreeSet<>();
      List.of(contents, listings, targets, statuses, accesses)
          .forEach(asked -> all.addAll(asked.keySet()));
      return Collections.unmodifiableSortedSet(all);
    }
  }
}
