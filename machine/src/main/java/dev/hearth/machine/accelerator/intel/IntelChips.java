package dev.hearth.machine.accelerator.intel;

import dev.hearth.machine.accelerator.Accelerator.Form;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The built-in table of Intel's GPUs and NPUs, read when the first of them is met. Source: the head
 * of {@code gpus.txt}.
 */
final class IntelChips {
  private static final String TABLE = "gpus.txt";

  /**
   * A family of chips.
   *
   * @param architecture as gen12, xe-hpg, npu-37xx
   * @param form whether it has memory of its own
   * @param generation as people write it
   * @param chip the code name
   */
  record Chip(String architecture, Form form, String generation, String chip) {
    boolean npu() {
      return architecture.startsWith("npu-");
    }
  }

  private record Range(int first, int last, Chip chip) {
    boolean holds(int deviceId) {
      return first <= deviceId && deviceId <= last;
    }
  }

  private final List<Range> ranges = new ArrayList<>();
  private final Map<Integer, String> names = new HashMap<>();

  private IntelChips(String table) {
    table.lines().filter(line -> !line.isEmpty() && line.charAt(0) != '#').forEach(this::add);
  }

  /** Loaded with the first question. */
  private static final class Holder {
    static final IntelChips TABLE = new IntelChips(text());

    private static String text() {
      try (InputStream in = IntelChips.class.getResourceAsStream(IntelChips.TABLE)) {
        if (in == null) {
          throw new IllegalStateException(IntelChips.TABLE + " is missing from the program");
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
  }

  /** The family of a PCI device id. */
  static Optional<Chip> chip(int deviceId) {
    for (Range range : Holder.TABLE.ranges) {
      if (range.holds(deviceId)) {
        return Optional.of(range.chip);
      }
    }
    return Optional.empty();
  }

  /** How many lines of the table hold an id: never more than one. */
  static long families(int deviceId) {
    return Holder.TABLE.ranges.stream().filter(range -> range.holds(deviceId)).count();
  }

  /** The product's name without the maker's: "Arc A770", or the chip's. */
  static Optional<String> name(int deviceId) {
    return Optional.ofNullable(Holder.TABLE.names.get(deviceId))
        .or(() -> chip(deviceId).map(found -> found.npu() ? found.chip : found.chip + " graphics"));
  }

  private void add(String line) {
    int equals = line.indexOf('=');
    if (equals >= 0) {
      names.put(hex(line.substring(0, equals)), line.substring(equals + 1));
      return;
    }
    String[] parts = line.split("\\|", -1);
    Form form = parts[1].equals("discrete") ? Form.DISCRETE : Form.INTEGRATED;
    Chip chip = new Chip(parts[0], form, parts[2], parts[3]);
    for (String id : parts[4].split(" ", -1)) {
      int dash = id.indexOf('-');
      int first = hex(dash < 0 ? id : id.substring(0, dash));
      ranges.add(new Range(first, dash < 0 ? first : hex(id.substring(dash + 1)), chip));
    }
  }

  private static int hex(String digits) {
    return Integer.parseInt(digits, 16);
  }
}
