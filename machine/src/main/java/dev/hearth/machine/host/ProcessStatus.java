package dev.hearth.machine.host;

import dev.hearth.machine.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whose a process is. Source: /proc/PID/status.
 *
 * @param name its program's, cut at 15 letters
 * @param uid the real user
 * @param groups the effective group and the supplementary ones
 */
record ProcessStatus(String name, Reading<Integer> uid, Reading<Set<Integer>> groups) {
  private static final int REAL = 0;
  private static final int EFFECTIVE = 1;

  static ProcessStatus parse(String text, String path) {
    String name = "";
    Reading<Integer> uid = Reading.unknown(path + " has no Uid");
    Reading<Integer> gid = Reading.unknown(path + " has no Gid");
    Reading<Set<Integer>> others = Reading.unknown(path + " has no Groups");
    for (String line : text.split("\n", -1)) {
      String value = line.substring(line.indexOf(':') + 1).strip();
      if (line.startsWith("Name:")) {
        name = value;
      } else if (line.startsWith("Uid:")) {
        uid = number(value, REAL, path);
      } else if (line.startsWith("Gid:")) {
        gid = number(value, EFFECTIVE, path);
      } else if (line.startsWith("Groups:")) {
        others = Reading.known(new TreeSet<>(numbers(value)));
      }
    }
    Reading<Integer> group = gid;
    Reading<Set<Integer>> groups = others.flatMap(held -> group.map(own -> joined(held, own)));
    return new ProcessStatus(name, uid, groups);
  }

  private static Set<Integer> joined(Set<Integer> held, int own) {
    Set<Integer> all = new TreeSet<>(held);
    all.add(own);
    return Collections.unmodifiableSet(all);
  }

  private static Reading<Integer> number(String value, int index, String path) {
    List<Integer> numbers = numbers(value);
    return numbers.size() > index
        ? Reading.known(numbers.get(index))
        : Reading.unknown(path + " holds \"" + value + "\" where four numbers belong");
  }

  private static List<Integer> numbers(String value) {
    List<Integer> numbers = new ArrayList<>();
    for (String word : Words.of(value)) {
      UserDatabase.number(word).ifPresent(numbers::add);
    }
    return numbers;
  }
}
