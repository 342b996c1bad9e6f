package dev.hearth.deployment.transaction;

import java.nio.file.Path;
import java.util.List;

/**
 * The way back to a backup.
 *
 * @param undertaking a deployment of its own, with a backup of its own
 * @param edited files that somebody changed since Hearth wrote them: worth a question first
 */
public record Restoration(Undertaking undertaking, List<Path> edited) {
  public Restoration {
    edited = List.copyOf(edited);
  }
}
