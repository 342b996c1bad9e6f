package dev.hearth.cli;

import dev.hearth.cli.report.RecordedVerdict;
import dev.hearth.deployment.site.Installation;
import dev.hearth.deployment.site.Site;
import dev.hearth.machine.Machine;
import dev.hearth.machine.ProcessCommandRunner;
import dev.hearth.machine.host.HostProbe;
import dev.hearth.planning.service.ServiceDescription;
import dev.hearth.server.api.Reports.ServiceVerdict;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The services that are set up on this machine, each with the last verdict on it. */
final class ServiceVerdicts {
  private final VerdictStore store;

  ServiceVerdicts(VerdictStore store) {
    this.store = store;
  }

  /**
   * One that is set up.
   *
   * @param service its id
   * @param name of its container or unit
   * @param image that it runs; empty for a program
   */
  record Installed(String service, String name, Optional<String> image) {
    static Installed of(ServiceDescription service, Installation installation) {
      return new Installed(
          service.id(), installation.present().name(), installation.present().image());
    }
  }

  /** Those that are set up here; asks the container engines. */
  static List<Installed> installed(Places places, Machine machine) {
    return UserServices.catalog(places).services().stream()
        .filter(service -> service.operation().isPresent())
        .flatMap(service ->
            Site.find(machine, HostProbe.account(machine), new ProcessCommandRunner(), service)
                .stream()
                .map(installation -> Installed.of(service, installation)))
        .toList();
  }

  /** What was last seen of them. */
  List<ServiceVerdict> of(List<Installed> installed) {
    return installed.stream()
        .map(each ->
            store
                .last(each.service(), each.name())
                .map(verdict -> told(each, verdict))
                .orElseGet(() ->
                    new ServiceVerdict(
                        titled(each),
                        "UNVERIFIED",
                        "Nobody has looked where it computes: hearth verify " + each.service(),
                        Optional.empty())))
        .toList();
  }

  /** Of another image it is history, and says so. */
  private static ServiceVerdict told(Installed installed, RecordedVerdict verdict) {
    String then =
        verdict.image().equals(installed.image())
            ? ""
            : " That was another image; look again: hearth verify " + installed.service();
    return new ServiceVerdict(
        titled(installed),
        verdict.outcome().name(),
        verdict.because() + then,
        Optional.of(verdict.at().truncatedTo(ChronoUnit.SECONDS).toString()));
  }

  private static String titled(Installed installed) {
    return installed.name().equals(installed.service())
        ? installed.service()
        : installed.service() + " (" + installed.name() + ")";
  }
}
