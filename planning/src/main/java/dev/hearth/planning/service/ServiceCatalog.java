package dev.hearth.planning.service;

import dev.hearth.planning.data.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The services this program knows: {@code services.yaml}. */
public final class ServiceCatalog {
  private static final String ANY = "any";
  private final List<ServiceDescription> all;

  private ServiceCatalog(List<ServiceDescription> all) {
    this.all = all;
  }

  /** The catalog of this program, read once. */
  public static ServiceCatalog load() {
    return Loaded.CATALOG;
  }

  private static final class Loaded {
    private static final ServiceCatalog CATALOG =
        new ServiceCatalog(
            Entry.resource(ServiceCatalog.class, "services.yaml", ServiceReader::services));
  }

  /** Reads a catalog from a text, as one of a user's own services. */
  public static ServiceCatalog parse(String name, String text) {
    return new ServiceCatalog(Entry.parse(name, text, ServiceReader::services));
  }

  /**
   * This catalog with others laid over it: a service of theirs takes the place of the one of the
   * same name, and new ones come after. Of two that have one service, the last wins.
   */
  public ServiceCatalog with(List<ServiceCatalog> others) {
    Map<String, ServiceDescription> byId = new LinkedHashMap<>();
    all.forEach(each -> byId.put(each.id(), each));
    others.forEach(other -> other.services().forEach(each -> byId.put(each.id(), each)));
    return new ServiceCatalog(List.copyOf(byId.values()));
  }

  /** The services, in the catalog's order. */
  public List<ServiceDescription> services() {
    return all.stream().filter(each -> !each.id().equals(ANY)).toList();
  }

  /** The service of a name. */
  public Optional<ServiceDescription> find(String id) {
    return services().stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /** What the backends ask of any program. */
  public ServiceDescription anyProgram() {
    return all.stream()
        .filter(each -> each.id().equals(ANY))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the catalog has no service \"any\""));
  }
}
