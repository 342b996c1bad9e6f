package dev.hearth.planning.service;

import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.Version;
import dev.hearth.planning.VersionRange;
import dev.hearth.planning.data.Entry;
import dev.hearth.planning.data.Sources;
import dev.hearth.planning.data.Versions;
import dev.hearth.planning.gfx.Consumer;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code services.yaml}. */
final class ServiceReader {
  private static final long GIBIBYTE = 1L << 30;
  private static final long MEBIBYTE = 1L << 20;

  private final Sources sources;

  private ServiceReader(Sources sources) {
    this.sources = sources;
  }

  static List<ServiceDescription> services(Entry file) {
    ServiceReader reader = new ServiceReader(Sources.read(file));
    List<ServiceDescription> services = file.children("services", reader::service);
    if (services.stream().map(ServiceDescription::id).distinct().count() < services.size()) {
      throw file.wrong("a service is listed twice");
    }
    return services;
  }

  private ServiceDescription service(Entry entry) {
    return new ServiceDescription(
        entry.text("id"),
        entry.text("title"),
        entry.optionalAs("version", Version::parse),
        new HashSet<>(entry.listAs("supervisors", Supervisor::of)),
        entry.optionalChild("baseline", each -> minimum(each, each.text("value"))),
        entry.child("backends", this::backends),
        entry.optional("note"),
        entry.optionalChild("operation", new OperationReader(sources)::operation),
        sources.cited(entry));
  }

  private List<BackendSupport> backends(Entry list) {
    return list.keys().stream()
        .map(key -> Backend.of(key).orElseThrow(() -> list.wrong("unknown backend " + key)))
        .sorted(Comparator.naturalOrder())
        .map(backend -> list.child(backend.key(), entry -> backend(backend, entry)))
        .toList();
  }

  private BackendSupport backend(Backend backend, Entry entry) {
    return new BackendSupport(
        backend,
        entry.optional("image"),
        entry.optionalAs("gfx", Consumer::of),
        entry.optional("runtime"),
        entry.optional("bring"),
        new Requirements(
            minimum(entry, "driver", Version::parse),
            entry.children("driverSteps", this::driverStep),
            minimum(entry, "capability", Version::parse),
            minimum(entry, "disk", ServiceReader::bytes),
            list(entry, "socs"),
            list(entry, "architectures"),
            minimum(entry, "api", Version::parse),
            minimum(entry, "mesa", Version::parse),
            entry.children("known", this::known)),
        sources.cited(entry));
  }

  private <T> Optional<Minimum<T>> minimum(
      Entry entry, String key, Function<String, Optional<T>> meaning) {
    return entry.optionalChild(key, each -> minimum(each, each.as("value", meaning)));
  }

  private Optional<Minimum<List<String>>> list(Entry entry, String key) {
    return entry.optionalChild(key, each -> minimum(each, each.texts("value")));
  }

  private <T> Minimum<T> minimum(Entry entry, T value) {
    return new Minimum<>(value, sources.cited(entry));
  }

  private Requirements.DriverStep driverStep(Entry entry) {
    return new Requirements.DriverStep(
        entry.as("capabilityBefore", Version::parse),
        entry.as("driver", Version::parse),
        sources.cited(entry));
  }

  private Requirements.Known known(Entry entry) {
    return new Requirements.Known(
        entry.text("id"),
        Versions.range(entry),
        new VersionRange(
            entry.optionalAs("capabilitySince", Version::parse),
            entry.optionalAs("capabilityBefore", Version::parse)),
        entry.texts("drivers"),
        entry.texts("chips"),
        new VersionRange(Optional.empty(), entry.optionalAs("driverBefore", Version::parse)),
        entry.flag("integrated"),
        entry.flag("blocks"),
        entry.text("what"),
        entry.text("remedy"),
        sources.cited(entry));
  }

  /** Reads {@code 35 GiB}. */
  static Optional<Long> bytes(String text) {
    long unit = text.endsWith(" GiB") ? GIBIBYTE : text.endsWith(" MiB") ? MEBIBYTE : 0;
    if (unit == 0) {
      return Optional.empty();
    }
    return Version.parse(text)
        .filter(number -> number.numbers().size() == 1)
        .map(number -> number.major() * unit);
  }
}
