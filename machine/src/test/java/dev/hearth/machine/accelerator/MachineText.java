package dev.hearth.machine.accelerator;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.capture.CapturedTree;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Machines written into a test, in the format of captures. */
public final class MachineText {
  private MachineText() {}

  /** The machine of a capture's entries. */
  public static Machine machine(String entries) {
    return switch (CapturedTree.parse("hearth capture 1\n" + entries)) {
      case Reading.Known<CapturedTree>(CapturedTree tree) -> new Machine(tree);
      case Reading.Unknown<CapturedTree>(String reason) -> throw new AssertionError(reason);
    };
  }

  /** A file of one line. */
  public static String file(String path, String line) {
    return "file " + path + "\n  " + line + "\n";
  }

  /** Files of some bytes each, now and then few, now and then such as stand in kernel files. */
  public static String ofAnyBytes(List<String> paths, Random random) {
    StringBuilder entries = new StringBuilder();
    String likely = "0x 19.-=\n\0MaliDRIVERrockchip,|gfx";
    for (String path : paths) {
      entries.append("file ").append(path).append("\n  ");
      boolean text = random.nextBoolean();
      for (int i = random.nextInt(24); i > 0; i--) {
        int any = text ? likely.charAt(random.nextInt(likely.length())) : random.nextInt(256);
        entries.append(String.format(Locale.ROOT, "\\x%02x", any));
      }
      entries.append('\n');
    }
    return entries.toString();
  }

  /** Why a fact is not known. */
  public static String reason(Reading<?> reading) {
    return reading instanceof Reading.Unknown<?>(String reason) ? reason : "known: " + reading;
  }
}
