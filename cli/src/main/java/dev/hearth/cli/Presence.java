package dev.hearth.cli;

import dev.hearth.planning.plan.Present;
import dev.hearth.planning.service.ServiceDescription;
import java.util.Optional;

/** How services run on this machine now: the one place where commands learn it. */
final class Presence {
  private Presence() {}

  /** How a service runs now; empty where it is not found. */
  static Optional<Present> of(ServiceDescription service) {
    return Optional.<Present>empty().filter(_ -> service.operation().isPresent());
  }
}
