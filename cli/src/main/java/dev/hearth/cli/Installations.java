package dev.hearth.cli;

import dev.hearth.deployment.edit.Edited;
import dev.hearth.deployment.edit.Editor;
import dev.hearth.deployment.edit.Folders;
import dev.hearth.deployment.render.Renderer;
import dev.hearth.deployment.site.Installation;
import dev.hearth.deployment.site.Site;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.service.ServiceDescription;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a service is set up on this machine. */
record Installations(ServiceDescription service, List<Installation> found) {
  static Installations of(Keeper keeper, ServiceDescription service) {
    return new Installations(service, List.of());
  }

  Optional<Installation> one(Optional<Path> file, Optional<String> name) {
    return Optional.empty();
  }
}
