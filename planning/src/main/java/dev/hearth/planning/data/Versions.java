package dev.hearth.planning.data;

import dev.hearth.planning.Version;
import dev.hearth.planning.VersionRange;

/** Versions as data files write them: {@code since} and {@code before}, both as quoted text. */
public final class Versions {
  private Versions() {}

  /** The range of an entry. */
  public static VersionRange range(Entry entry) {
    return new VersionRange(
        entry.optionalAs("since", Version::parse), entry.optionalAs("before", Version::parse));
  }
}
