package dev.hearth.machine.host;

import dev.hearth.machine.Machine;

/** Whether this program is given something to read: a pipe or a file, and no terminal. */
public final class PipedInput {
  private static final String LINK = "/proc/self/fd/0";
  private static final String DEVICES = "/dev/";

  private PipedInput() {}

  /** Whether it is, on the machine this runs on. */
  public static boolean given(Machine machine) {
    return machine.target(LINK).asOptional().filter(PipedInput::given).isPresent();
  }

  /** Whether what standard input leads to is; terminals and /dev/null are devices. */
  public static boolean given(String target) {
    return !target.startsWith(DEVICES);
  }
}
