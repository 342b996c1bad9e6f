package dev.hearth.machine.host;

/** Paths that come out of configuration files. */
final class AbsolutePath {
  private static final int LONGEST = 4095;

  private AbsolutePath() {}

  /**
   * Whether a machine can be asked for it: absolute, of a length that Linux takes, and printable.
   */
  static boolean fits(String path) {
    return path.startsWith("/")
        && path.length() <= LONGEST
        && path.chars().noneMatch(Character::isISOControl)
        && path.indexOf('\uFFFD') < 0;
  }
}
