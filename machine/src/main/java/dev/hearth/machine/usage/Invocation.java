package dev.hearth.machine.usage;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a process was started, so that another can be started like it.
 *
 * @param program its file. Source: /proc/PID/exe
 * @param words its command line, the program's name first. Source: /proc/PID/cmdline
 * @param environment that it was given. Source: /proc/PID/environ
 * @param folder where it works. Source: /proc/PID/cwd
 */
public record Invocation(
    String program, List<String> words, Map<String, String> environment, String folder) {
  public Invocation {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** Of a process; unknown where it is gone, or another user's. */
  public static Reading<Invocation> of(Machine machine, String pid) {
    String base = "/proc/" + pid;
    return machine
        .target(base + "/exe")
        .flatMap(program ->
            machine
                .text(base + "/cmdline")
                .flatMap(line ->
                    machine
                        .text(base + "/environ")
                        .flatMap(environment ->
                            machine
                                .target(base + "/cwd")
                                .map(folder ->
                                    new Invocation(
                                        program,
                                        split(line),
                                        variables(split(environment)),
                                        folder)))));
  }

  /** Whether both see the same files. Source: /proc/PID/ns/mnt */
  public static boolean sameFiles(Machine machine, String one, String other) {
    Reading<String> first = machine.target("/proc/" + one + "/ns/mnt");
    return first.asOptional().isPresent()
        && first.equals(machine.target("/proc/" + other + "/ns/mnt"));
  }

  private static List<String> split(String text) {
    // An empty word is a word; what stands behind the last one's end is none.
    String whole = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    return Arrays.asList(whole.split("\0", -1));
  }

  private static Map<String, String> variables(List<String> words) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        variables.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return variables;
  }
}
