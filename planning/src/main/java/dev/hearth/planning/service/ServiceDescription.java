package dev.hearth.planning.service;

import dev.hearth.planning.Backend;
import dev.hearth.planning.Source;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.Version;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A service, as data.
 *
 * @param id as people type it: immich-ml
 * @param title as people read it
 * @param version the version asked about; empty where it has none that matters
 * @param supervisors who can run it; empty for none in particular
 * @param baseline the instruction set level it needs, as x86-64-v2
 * @param backends where it computes, in the catalog's order
 * @param note what else is to be said
 * @param operation how it is operated; empty where nothing here runs it
 * @param source who says so
 */
public record ServiceDescription(
    String id,
    String title,
    Optional<Version> version,
    Set<Supervisor> supervisors,
    Optional<Minimum<String>> baseline,
    List<BackendSupport> backends,
    Optional<String> note,
    Optional<Operation> operation,
    Source source) {
  public ServiceDescription {
    supervisors = Set.copyOf(supervisors);
    backends = List.copyOf(backends);
  }

  /** What it says of a backend. */
  public Optional<BackendSupport> on(Backend backend) {
    return backends.stream().filter(each -> each.backend() == backend).findFirst();
  }

  /** The same service in another version: the one that is installed, or asked for. */
  public ServiceDescription at(Version other) {
    return new ServiceDescription(
        id, title, Optional.of(other), supervisors, baseline, backends, note, operation, source);
  }

  /** The image of a backend in this version. */
  public Optional<String> image(Backend backend) {
    return on(backend)
        .flatMap(BackendSupport::image)
        .or(() -> operation.flatMap(it -> it.image(backend)).flatMap(KnownImage::image))
        .map(text -> version.map(it -> text.replace("{version}", it.toString())).orElse(text));
  }
}
