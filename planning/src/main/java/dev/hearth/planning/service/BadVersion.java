package dev.hearth.planning.service;

import dev.hearth.planning.Backend;
import dev.hearth.planning.Source;
import dev.hearth.planning.Version;
import java.util.List;
import java.util.Set;

/**
 * Versions that cannot be used.
 *
 * @param versions exactly these
 * @param backends where; empty for all
 * @param what is wrong, in a sentence
 * @param remedy what to take instead
 */
public record BadVersion(
    List<Version> versions, Set<Backend> backends, String what, String remedy, Source source) {
  public BadVersion {
    versions = List.copyOf(versions);
    backends = Set.copyOf(backends);
  }

  /** Whether it is about this one. */
  public boolean hits(Version version, Backend backend) {
    return (backends.isEmpty() || backends.contains(backend))
        && versions.stream().anyMatch(each -> each.compareTo(version) == 0);
  }
}
