package dev.hearth.cli;

import dev.hearth.deployment.Preparation;
import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.manager.Probe;
import dev.hearth.deployment.manager.Target;
import dev.hearth.deployment.site.Installation;
import dev.hearth.evidence.service.Running;
import dev.hearth.evidence.verification.TargetMarks;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.usage.ServiceMarks;
import dev.hearth.planning.plan.Present;
import dev.hearth.planning.service.Operation;
import dev.hearth.planning.service.ServiceDescription;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The services that are set up here, as a verification takes them. */
final class RunningServices {
  private static final int ROOT = 0;

  private final Keeper keeper;

  RunningServices(Keeper keeper) {
    this.keeper = keeper;
  }

  /**
   * One of them.
   *
   * @param where who runs it, for people
   */
  record Found(Running running, Manager manager, String where) {}

  /** Those of one description. */
  List<Found> of(ServiceDescription service) {
    if (service.id().equals(OwnStatus.ID)) {
      return own(service).stream().toList();
    }
    return Installations.of(keeper, service).found().installations().stream()
        .map(each -> of(service, each))
        .toList();
  }

  /** Hearth's engine in a terminal. */
  private Optional<Found> own(ServiceDescription service) {
    return OwnEngine.find(keeper.machine(), service)
        .map(running -> new Found(running, OwnEngine.manager(keeper.machine()), "hearth up"));
  }

  /** An installation. */
  Found of(ServiceDescription service, Installation installation) {
    Present present = installation.present();
    Target target = Preparation.target(installation);
    Running running =
        new Running(
            service,
            present.name(),
            present.image(),
            present.environment(),
            address(service, Preparation.probe(Preparation.health(service), present)),
            marks(target));
    return new Found(
        running, keeper.managers().of(target), present.supervisor().key() + " " + present.name());
  }

  /** How the processes of a target are known. */
  Function<Machine, Reading<ServiceMarks>> marks(Target target) {
    int uid = keeper.account().uid().orElse(ROOT);
    return machine -> TargetMarks.of(machine, target, uid);
  }

  /** Where a service answers that is asked so whether it is well. */
  static Running.Address address(ServiceDescription service, Probe probe) {
    return switch (probe) {
      case Probe.Http http -> new Running.Address(http.host(), http.port());
      case Probe.Inside _ ->
          new Running.Address(
              "127.0.0.1",
              service
                  .operation()
                  .map(Operation::ports)
                  .flatMap(ports -> ports.stream().findFirst())
                  .orElse(0));
    };
  }
}
