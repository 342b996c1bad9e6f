package dev.hearth.machine.inside;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.ArrayList;
import java.util.List;

/**
 * How users or groups of this machine are numbered inside a user namespace. Source:
 * user_namespaces(7), /proc/PID/uid_map.
 *
 * @param ranges in the file's order
 */
record IdMap(List<Range> ranges) {
  /** What the kernel shows of those that have no number inside: overflowuid. */
  static final int NOBODY = 65_534;

  private static final int FIELDS = 3;

  IdMap {
    ranges = List.copyOf(ranges);
  }

  /** Numbers that follow each other. */
  record Range(long inside, long outside, long count) {}

  static Reading<IdMap> read(Machine machine, String path) {
    return machine.lines(path).flatMap(lines -> parse(lines, path));
  }

  static Reading<IdMap> parse(List<String> lines, String path) {
    List<Range> ranges = new ArrayList<>();
    for (String line : lines) {
      String[] fields = line.strip().split("\\s+", -1);
      if (fields.length != FIELDS || !line.matches("[0-9\\s]{1,60}")) {
        return Reading.unknown(path + " has another form: " + line.strip());
      }
      ranges.add(
          new Range(
              Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2])));
    }
    return ranges.isEmpty()
        ? Reading.unknown(path + " is empty")
        : Reading.known(new IdMap(ranges));
  }

  /** The number inside of one that is so numbered here. */
  int inside(int here) {
    return ranges.stream()
        .filter(range -> here >= range.outside() && here - range.outside() < range.count())
        .findFirst()
        .map(range -> (int) (range.inside() + here - range.outside()))
        .orElse(NOBODY);
  }
}
