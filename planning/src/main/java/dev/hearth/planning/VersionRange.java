package dev.hearth.planning;

import java.util.Optional;

/**
 * The versions for which something holds.
 *
 * @param since the first; empty where it held from the beginning
 * @param before the first for which it holds no more; empty where it still does
 */
public record VersionRange(Optional<Version> since, Optional<Version> before) {
  /** It holds for every version. */
  public static final VersionRange ALWAYS = new VersionRange(Optional.empty(), Optional.empty());

  public boolean contains(Version version) {
    return since.stream().allMatch(version::atLeast)
        && before.stream().allMatch(version::olderThan);
  }

  /** Whether it holds for the newest version. */
  public boolean open() {
    return before.isEmpty();
  }

  /** For people: "since 0.31.2", "0.12.4 up to 0.18.0". */
  @Override
  public String toString() {
    String from = since.map(Version::toString).orElse("the first version");
    return before.map(end -> from + " until before " + end).orElse("since " + from);
  }
}
