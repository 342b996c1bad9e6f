package dev.hearth.cli;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.service.ServiceCatalog;
import dev.hearth.planning.service.ServiceDescription;
import dev.hearth.server.spelling.NearestName;
import java.util.Iterator;
import java.util.List;

/** Finds the service that a person named. */
final class ServiceNaming {
  private ServiceNaming() {}

  /** For shell completion. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names(ServiceCatalog.load()).iterator();
    }
  }

  static ServiceDescription find(ServiceCatalog catalog, String name) {
    return catalog
        .find(name)
        .orElseThrow(() ->
            new ProblemException(
                Problem.Kind.BAD_SETTING,
                "There is no service " + name,
                NearestName.of(name, names(catalog))
                        .map(near -> "Did you mean " + near + "? ")
                        .orElse("")
                    + "One of "
                    + String.join(", ", names(catalog))
                    + "."));
  }

  private static List<String> names(ServiceCatalog catalog) {
    return catalog.services().stream().map(ServiceDescription::id).toList();
  }
}
