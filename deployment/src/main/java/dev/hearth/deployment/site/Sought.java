package dev.hearth.deployment.site;

import dev.hearth.deployment.compose.Spellings;
import dev.hearth.planning.service.BackendSupport;
import dev.hearth.planning.service.ServiceDescription;
import java.util.Optional;

/**
 * What is looked for.
 *
 * @param service one that this program knows
 * @param image one that the user names; empty for the service's own
 */
public record Sought(ServiceDescription service, Optional<String> image) {

  /** The service's own images. */
  public static Sought of(ServiceDescription service) {
    return new Sought(service, Optional.empty());
  }

  /** Whether an image is one of them, whatever its tag. */
  public boolean matches(String other) {
    String repository = Spellings.repository(other);
    return image.filter(each -> Spellings.repository(each).equals(repository)).isPresent()
        || service.backends().stream()
            .map(BackendSupport::image)
            .flatMap(Optional::stream)
            .anyMatch(each -> Spellings.repository(each).equals(repository));
  }
}
