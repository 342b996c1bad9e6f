package dev.hearth.machine.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads passwd(5), group(5), subuid(5) and subgid(5): a line for each, fields between colons. */
final class UserDatabase {
  private UserDatabase() {}

  /** A user of /etc/passwd. */
  record User(String name, int uid, int gid, String home) {}

  /** A group of /etc/group, with the users that have it as another than their own. */
  record Membership(String name, int gid, List<String> members) {
    Membership {
      members = List.copyOf(members);
    }
  }

  /** The user of a number; the first line that has it counts. */
  static Optional<User> user(String passwd, int uid) {
    for (String line : passwd.split("\n", -1)) {
      String[] fields = line.split(":", -1);
      if (fields.length >= 6 && !fields[0].isEmpty()) {
        OptionalInt number = number(fields[2]);
        OptionalInt group = number(fields[3]);
        if (number.isPresent() && number.getAsInt() == uid && group.isPresent()) {
          return Optional.of(new User(fields[0], uid, group.getAsInt(), fields[5]));
        }
      }
    }
    return Optional.empty();
  }

  /** All groups, in the file's order. */
  static List<Membership> groups(String group) {
    List<Membership> groups = new ArrayList<>();
    for (String line : group.split("\n", -1)) {
      String[] fields = line.split(":", -1);
      if (fields.length >= 4 && !fields[0].isEmpty()) {
        OptionalInt gid = number(fields[2]);
        if (gid.isPresent()) {
          List<String> members = List.of(fields[3].strip().split(",", -1));
          groups.add(new Membership(fields[0], gid.getAsInt(), members));
        }
      }
    }
    return groups;
  }

  /** Whether a user has a range of numbers of its own, by name or by number. */
  static boolean hasRange(String subordinates, String name, int uid) {
    for (String line : subordinates.split("\n", -1)) {
      String[] fields = line.strip().split(":", -1);
      if (fields.length == 3
          && (fields[0].equals(name) || number(fields[0]).equals(OptionalInt.of(uid)))) {
        OptionalInt count = number(fields[2]);
        if (count.isPresent() && count.getAsInt() != 0) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * A user or group number. Those of 2^31 and more come back negative, as in {@code FileStatus}.
   */
  static OptionalInt number(String digits) {
    boolean number =
        !digits.isEmpty()
            && digits.length() <= 10
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    long value = number ? Long.parseLong(digits) : Long.MAX_VALUE;
    return value <= 0xFFFF_FFFFL ? OptionalInt.of((int) value) : OptionalInt.empty();
  }
}
