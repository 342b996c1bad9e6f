package dev.hearth.deployment.manager;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.regex.Pattern;

/**
 * Names that may stand on a command line: systemctl takes {@code *} for all units, and what begins
 * with a hyphen for an option. Pure.
 */
final class Names {
  private static final Pattern UNIT =
      Pattern.compile("[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]{0,254}");
  private static final Pattern CONTAINER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,254}");
  private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:/@-]{0,511}");

  private Names() {}

  static String unit(String name) {
    return checked(UNIT, name, "a name of a unit", "Rename its file; `systemd-escape` helps.");
  }

  static String container(String name) {
    return checked(
        CONTAINER, name, "a name of a container", "Use letters, digits, '_', '.' and '-'.");
  }

  static String image(String name) {
    return checked(
        IMAGE, name, "the name of an image", "Write it as REGISTRY/NAME:TAG, without blanks.");
  }

  private static String checked(Pattern pattern, String name, String kind, String remedy) {
    if (pattern.matcher(name).matches()) {
      return name;
    }
    throw new ProblemException(
        Problem.Kind.BAD_INPUT, "\"" + name + "\" cannot be " + kind, remedy);
  }
}
