package dev.hearth.machine.host;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Numbers;
import dev.hearth.machine.Reading;

/** Reads RAM and swap. */
final class Memories {
  private static final String PATH = "/proc/meminfo";

  private Memories() {}

  static Memory read(Machine machine) {
    return switch (machine.text(PATH)) {
      case Reading.Known<String>(String text) -> parse(text);
      case Reading.Unknown<String>(String reason) ->
          new Memory(Reading.unknown(reason), Reading.unknown(reason), Reading.unknown(reason));
    };
  }

  /** The three lines that matter. The file says kB and means KiB. */
  static Memory parse(String text) {
    return new Memory(
        bytes(text, "MemTotal:"), bytes(text, "MemAvailable:"), bytes(text, "SwapTotal:"));
  }

  private static Reading<Long> bytes(String text, String key) {
    int start = text.startsWith(key) ? 0 : text.indexOf("\n" + key) + 1;
    if (start == 0 && !text.startsWith(key)) {
      return Reading.unknown(PATH + " has no " + key.substring(0, key.length() - 1));
    }
    int end = text.indexOf('\n', start);
    String value = text.substring(start + key.length(), end < 0 ? text.length() : end).strip();
    String digits = value.endsWith(" kB") ? value.substring(0, value.length() - 3).strip() : value;
    return Numbers.parse(digits, PATH)
        .flatMap(number ->
            number < 0 || number > Long.MAX_VALUE / 1024
                ? Reading.unknown(PATH + " holds more than can be: " + digits + " kB")
                : Reading.known(number * 1024));
  }
}
