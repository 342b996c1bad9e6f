package dev.hearth.machine.usage;

import dev.hearth.machine.Machine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the processes of a machine were started with. Source: /proc/PID/cmdline. */
public final class CommandLines {
  private static final String PROC = "/proc";

  private CommandLines() {}

  /** The words of each process that holds this one, by its number. */
  public static Map<Integer, List<String>> with(Machine machine, String word) {
    Map<Integer, List<String>> found = new TreeMap<>();
    for (String name : machine.namesOrNone(PROC)) {
      if (name.matches("[0-9]{1,9}")) {
        int pid = Integer.parseInt(name);
        String text = machine.text(ProcessId.folder(pid) + "/cmdline").orElse("");
        List<String> words = Arrays.asList(text.split("\0", -1));
        if (words.contains(word)) {
          found.put(pid, List.copyOf(words));
        }
      }
    }
    return found;
  }
}
