package dev.hearth.planning.doctor;

import dev.hearth.machine.host.Account;
import dev.hearth.machine.host.Host;
import dev.hearth.machine.host.OperatingSystem;
import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.remedy.Remedies;
import dev.hearth.planning.service.BackendSupport;
import dev.hearth.planning.service.Requirements;
import dev.hearth.planning.service.ServiceDescription;
import java.util.Optional;

/**
 * One backend of one service on one machine.
 *
 * @param survey the machine
 * @param service the service
 * @param support the backend, as the service describes it
 * @param remedies what to type here
 * @param root who can start the service as root, so that the user's own groups do not matter
 */
record Case(
    Survey survey,
    ServiceDescription service,
    BackendSupport support,
    Remedies remedies,
    Optional<String> root) {

  Host host() {
    return survey.host();
  }

  Account account() {
    return host().account();
  }

  OperatingSystem system() {
    return host().system();
  }

  Requirements requirements() {
    return support.requirements();
  }

  About all() {
    return About.all(support.backend());
  }

  About about(dev.hearth.machine.accelerator.Accelerator accelerator) {
    return About.accelerator(support.backend(), accelerator);
  }
}
