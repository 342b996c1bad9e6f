package dev.hearth.machine.usage;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Numbers;
import dev.hearth.machine.Reading;
import java.util.Optional;

/**
 * One process, told from a later one that got the same number.
 *
 * @param pid its number
 * @param startTicks when it began, in ticks since boot. Source: /proc/PID/stat, field 22
 */
public record ProcessId(int pid, long startTicks) {
  /** Fields behind the name, from the third on. */
  private static final int START = 22 - 3;

  private static final int MOST_DIGITS = 9;

  private static final String NAMESPACE = "/proc/self/ns/pid";

  /** PROC_PID_INIT_INO, the same on every Linux. */
  private static final String FIRST_NAMESPACE = "pid:[4026531836]";

  /** The number of this program, as it sees itself. */
  public static Reading<String> own(Machine machine) {
    return machine.targetName("/proc/self");
  }

  /** The number that a name under /proc is; empty for other names. */
  static Optional<Integer> pid(String name) {
    boolean digits =
        !name.isEmpty()
            && name.length() <= MOST_DIGITS
            && name.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    return digits ? Optional.of(Integer.parseInt(name)) : Optional.empty();
  }

  /** The process that has this number now. */
  public static Reading<ProcessId> read(Machine machine, int pid) {
    String path = folder(pid) + "/stat";
    return machine.text(path).flatMap(text -> parse(text, pid, path));
  }

  /** Its folder. */
  public static String folder(int pid) {
    return "/proc/" + pid;
  }

  /**
   * Whether processes have the numbers here that drivers know them by: KFD and NVML count in the
   * first namespace.
   */
  public static Reading<Boolean> hostNumbers(Machine machine) {
    return machine
        .target(NAMESPACE)
        .flatMap(namespace ->
            namespace.equals(FIRST_NAMESPACE)
                ? Reading.known(true)
                : Reading.unknown(
                    "this program runs in a container, where processes have other numbers"));
  }

  /** The program's name stands in brackets and may hold blanks and brackets itself. */
  static Reading<ProcessId> parse(String stat, int pid, String path) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split("\\s+", -1);
    return fields.length > START
        ? Numbers.parse(fields[START], path).map(ticks -> new ProcessId(pid, ticks))
        : Reading.unknown(path + " is cut off");
  }
}
