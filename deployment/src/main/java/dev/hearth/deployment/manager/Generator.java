package dev.hearth.deployment.manager;

import dev.hearth.machine.Finished;
import dev.hearth.machine.ProblemException;
import java.util.ArrayList;
import java.util.List;

/**
 * Podman's own word on Quadlets. systemd runs the generator at every reload and drops what it says
 * into the journal; a Quadlet with a mistake just makes no unit.
 */
final class Generator {
  /** As distributions install it; the last is what the others link to. */
  private static final List<String> PROGRAMS =
      List.of(
          "/usr/lib/systemd/system-generators/podman-system-generator",
          "/usr/lib/systemd/user-generators/podman-user-generator",
          "/usr/libexec/podman/quadlet",
          "/usr/lib/podman/quadlet");

  private static final String NAME = "quadlet-generator[";

  private final Programs programs;
  private final String unit;
  private final boolean user;

  Generator(Programs programs, String unit, boolean user) {
    this.programs = programs;
    this.unit = unit;
    this.user = user;
  }

  /** What it complains of; none where it is content, or is not here. */
  List<String> complaints() {
    for (String program : PROGRAMS) {
      if (programs.machine().exists(program)) {
        return complaints(program);
      }
    }
    return List.of();
  }

  private List<String> complaints(String program) {
    List<String> argv = new ArrayList<>(List.of(program));
    if (user) {
      argv.add("--user");
    }
    argv.add("--dryrun");
    try {
      Call.As as = !user && programs.mayBeRoot() ? Call.As.ROOT : Call.As.USER;
      return parse(programs.ask(Call.brief(as, argv)), unit);
    } catch (ProblemException _) {
      return List.of();
    }
  }

  /** What it says of the unit's Quadlet; of all, where no line names it. */
  static List<String> parse(Finished finished, String unit) {
    List<String> all =
        finished
            .stderr()
            .lines()
            .map(Generator::withoutName)
            .filter(Generator::isComplaint)
            .toList();
    String file = "\"" + unit.replaceFirst("\\.service$", "") + ".";
    List<String> own = all.stream().filter(line -> line.contains(file)).toList();
    return own.isEmpty() ? all : own;
  }

  private static String withoutName(String line) {
    int end = line.startsWith(NAME) ? line.indexOf("]: ") : -1;
    return (end < 0 ? line : line.substring(end + 3)).strip();
  }

  private static boolean isComplaint(String line) {
    return line.startsWith("converting ")
        || line.startsWith("error ")
        || line.startsWith("No files parsed");
  }
}
