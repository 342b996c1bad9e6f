package dev.hearth.planning.plan;

/**
 * Something of this machine that the container sees.
 *
 * @param source a volume's name, or an absolute path
 * @param target where the container sees it
 * @param readOnly whether it may not write there
 */
public record Mount(String source, String target, boolean readOnly) {
  /** Whether it is a volume, and no path of this machine. */
  public boolean volume() {
    return !source.startsWith("/");
  }
}
