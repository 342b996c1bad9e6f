package dev.hearth.machine.accelerator.pci;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The text of a {@code pci.ids}, 1.5 MB of it, searched where it lies: only the line that is wanted
 * becomes a string. A line {@code 1002 Advanced Micro Devices} begins a maker, the lines {@code
 * <tab>15bf Phoenix1} below it are the maker's devices, lines after two tabs are boards.
 */
final class IdFile {
  private static final int NONE = -1;
  private static final int DIGITS = 4;

  private final byte[] text;
  private final Map<Integer, Integer> makers = new HashMap<>();

  IdFile(byte[] text) {
    this.text = text;
  }

  /** The name of a device as the file has it. */
  Optional<String> name(int vendor, int device) {
    int line = makers.computeIfAbsent(vendor, this::maker);
    if (line == NONE) {
      return Optional.empty();
    }
    for (int at = next(line); at < text.length; at = next(at)) {
      if (text[at] == '\t') {
        if (idAt(at + 1) == device) {
          return rest(at + 1 + DIGITS);
        }
      } else if (text[at] != '#' && text[at] != '\n' && text[at] != '\r') {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Where a maker's line begins. */
  private int maker(int vendor) {
    for (int at = 0; at < text.length; at = next(at)) {
      if (text[at] != '\t' && text[at] != '#' && idAt(at) == vendor) {
        return at;
      }
    }
    return NONE;
  }

  private int next(int at) {
    int end = at;
    while (end < text.length && text[end] != '\n') {
      end++;
    }
    return end + 1;
  }

  /** Four hexadecimal digits and a blank after them. */
  private int idAt(int at) {
    if (at + DIGITS >= text.length || text[at + DIGITS] != ' ') {
      return NONE;
    }
    int id = 0;
    for (int digit = at; digit < at + DIGITS; digit++) {
      int value = Character.digit(text[digit], 16);
      if (value < 0) {
        return NONE;
      }
      id = id << 4 | value;
    }
    return id;
  }

  private Optional<String> rest(int from) {
    String name = new String(text, from, next(from) - 1 - from, StandardCharsets.UTF_8).strip();
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }
}
