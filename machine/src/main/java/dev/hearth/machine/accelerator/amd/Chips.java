package dev.hearth.machine.accelerator.amd;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What AMD's compile targets are called, and how a chip's target is told from other numbers. */
final class Chips {
  private static final String TABLE = "chips.txt";
  private static final int HIGHEST_MAJOR = 99;

  /** Targets that only ever sat in a processor, without memory of their own. */
  private static final Set<String> INTEGRATED =
      Set.of(
          "gfx801", "gfx810", "gfx902", "gfx909", "gfx90c", "gfx1013", "gfx1033", "gfx1035",
          "gfx1036", "gfx1103", "gfx1150", "gfx1151", "gfx1152", "gfx1153", "gfx1154");

  /** The MI300A: the MI300X's target, but processor and GPU in one. */
  private static final int MI300A = 0x74a0;

  private Chips() {}

  /** Decodes KFD's {@code gfx_target_version}: 110003 is gfx1103, 90010 is gfx90a. */
  static Optional<String> target(long version) {
    long major = version / 10_000;
    long minor = version / 100 % 100;
    long stepping = version % 100;
    if (major < 1 || major > HIGHEST_MAJOR || minor > 0xf || stepping > 0xf) {
      return Optional.empty();
    }
    return Optional.of("gfx" + major + Long.toHexString(minor) + Long.toHexString(stepping));
  }

  /** The target of a graphics core version such as 11.0.4. */
  static Optional<String> ofCore(String version) {
    return row(1, version);
  }

  /** The target of a PCI device id such as 15bf. */
  static Optional<String> ofDevice(String id) {
    return row(2, id);
  }

  static boolean isIntegrated(String target, int deviceId) {
    return INTEGRATED.contains(target) || deviceId == MI300A;
  }

  private static Optional<String> row(int column, String wanted) {
    for (String line : Table.LINES) {
      String[] columns = line.split("\\|", -1);
      if (columns.length == 3 && List.of(columns[column].strip().split(" ")).contains(wanted)) {
        return Optional.of(columns[0].strip());
      }
    }
    return Optional.empty();
  }

  /** Read only where KFD tells no target. */
  private static final class Table {
    static final List<String> LINES = read();

    private Table() {}

    private static List<String> read() {
      try (InputStream in = Chips.class.getResourceAsStream(TABLE)) {
        if (in == null) {
          throw new IllegalStateException(TABLE + " is missing from the program: this is a bug");
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      } catch (IOException unreadable) {
        throw new IllegalStateException(TABLE + " cannot be read: this is a bug", unreadable);
      }
    }
  }
}
