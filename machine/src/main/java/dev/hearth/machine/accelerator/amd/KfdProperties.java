package dev.hearth.machine.accelerator.amd;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Numbers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a file of KFD's: a name, a blank and a decimal number of 64 bits without sign on each line.
 */
final class KfdProperties {
  private KfdProperties() {}

  /**
   * The wanted ones of a file's numbers; none where it cannot be read. 2^63 and more are negative.
   */
  static Map<String, Long> read(Machine machine, String file, Set<String> wanted) {
    Map<String, Long> found = new HashMap<>();
    for (String line : machine.lines(file).orElse(List.of())) {
      int blank = line.indexOf(' ');
      String key = blank > 0 ? line.substring(0, blank) : "";
      if (wanted.contains(key)) {
        Numbers.parse(line.substring(blank + 1).strip(), file)
            .asOptional()
            .ifPresent(value -> found.putIfAbsent(key, value));
      }
    }
    return Map.copyOf(found);
  }
}
