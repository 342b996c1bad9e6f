package dev.hearth.machine.inside;

import dev.hearth.machine.FileStatus;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who a process is, numbered as here. Source: /proc/PID/status, which everybody may read.
 *
 * @param uid for files
 * @param groups for files, its first one too
 * @param first whether it is the first process of a container
 */
record Credentials(int uid, Set<Integer> groups, boolean first) {
  private static final int READ_WRITE = 06;
  private static final int OWNER = 6;
  private static final int GROUP = 3;
  private static final int FOR_FILES = 3;

  Credentials {
    groups = Set.copyOf(groups);
  }

  static Reading<Credentials> read(Machine machine, int pid) {
    String path = "/proc/" + pid + "/status";
    return machine.lines(path).flatMap(lines -> parse(lines, path));
  }

  static Reading<Credentials> parse(List<String> lines, String path) {
    List<Integer> uids = numbers(lines, "Uid:");
    List<Integer> gids = numbers(lines, "Gid:");
    List<Integer> numbers = numbers(lines, "NSpid:");
    if (uids.size() <= FOR_FILES || gids.size() <= FOR_FILES) {
      return Reading.unknown(path + " does not tell whose process it is");
    }
    Set<Integer> groups = numbers(lines, "Groups:").stream().collect(Collectors.toSet());
    groups.add(gids.get(FOR_FILES));
    return Reading.known(
        new Credentials(uids.get(FOR_FILES), groups, numbers.size() > 1 && numbers.getLast() == 1));
  }

  private static List<Integer> numbers(List<String> lines, String key) {
    Optional<String> found = lines.stream().filter(line -> line.startsWith(key)).findFirst();
    return found.stream()
        .flatMap(line -> Arrays.stream(line.substring(key.length()).strip().split("\\s+", -1)))
        .filter(each -> each.matches("[0-9]{1,9}"))
        .map(Integer::valueOf)
        .toList();
  }

  /** Whether mode and owner let it read and write; the device's control group may still refuse. */
  boolean mayOpen(FileStatus status) {
    if (uid == 0) {
      return true;
    }
    int shift = uid == status.uid() ? OWNER : groups.contains(status.gid()) ? GROUP : 0;
    return (status.mode() >> shift & READ_WRITE) == READ_WRITE;
  }
}
