package dev.hearth.planning.doctor;

import dev.hearth.machine.FileStatus;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.host.Account;
import java.util.Locale;

/** What was read, in words. */
final class Evidence {
  private static final double GIBIBYTE = 1L << 30;

  private Evidence() {}

  /** The value, or why there is none. */
  static String of(Reading<?> reading) {
    return switch (reading) {
      case Reading.Known<?>(Object value) -> String.valueOf(value);
      case Reading.Unknown<?>(String reason) -> reason;
    };
  }

  static String of(String name, Reading<?> reading) {
    return name + ": " + of(reading);
  }

  /** Mode and owner of a node. */
  static String of(DeviceNode node, Account account) {
    return switch (node.status()) {
      case Reading.Known<FileStatus>(FileStatus status) ->
          node.path() + ": mode " + status.octal() + ", group " + group(status.gid(), account);
      case Reading.Unknown<FileStatus>(String reason) -> reason;
    };
  }

  static String group(int gid, Account account) {
    return account.groupName(gid).map(name -> gid + " (" + name + ")").orElse("" + gid);
  }

  static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / GIBIBYTE);
  }
}
