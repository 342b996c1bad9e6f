package dev.hearth.cli;

import dev.hearth.cli.report.Paint;
import dev.hearth.cli.report.ServiceStatus;
import dev.hearth.cli.report.StatusJson;
import dev.hearth.cli.report.StatusText;
import dev.hearth.deployment.NativeLibraries;
import dev.hearth.deployment.Preparation;
import dev.hearth.deployment.bundle.BundleState;
import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.manager.Privilege;
import dev.hearth.deployment.manager.State;
import dev.hearth.deployment.site.Installation;
import dev.hearth.deployment.transaction.Backup;
import dev.hearth.evidence.service.Expected;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.planning.service.ServiceCatalog;
import dev.hearth.planning.service.ServiceDescription;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth status}: the services found here, and whether they are well. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    header = "Say which services are set up here, and whether they are well.",
    description = "Exit code: 0 when all that were found are well, 1 when not, or none was found.")
final class StatusCommand implements Callable<Integer> {
  @Option(names = "--json", description = "For scripts: the document hearth.status/1.")
  boolean json;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      completionCandidates = ServiceNaming.Names.class,
      description = "This one only.")
  @Nullable String service;

  private final Terminal terminal;
  private final Places places;

  StatusCommand(Terminal terminal, Places places) {
    this.terminal = terminal;
    this.places = places;
  }

  @Override
  public Integer call() {
    ServiceCatalog catalog = UserServices.catalog(places);
    List<ServiceDescription> asked =
        service == null ? catalog.services() : List.of(ServiceNaming.find(catalog, service));
    Keeper keeper = Keeper.ready(terminal, places, Privilege.NONE);
    List<ServiceStatus> found = asked.stream().flatMap(each -> statuses(keeper, each)).toList();
    if (json) {
      terminal.out().println(Json.pretty(StatusJson.of(found, Version.current())));
    } else if (found.isEmpty()) {
      terminal.out().println("No service was found that Hearth knows" + named() + ".");
      terminal.out().println("Set one up: hearth up " + (service == null ? "SERVICE" : service));
    } else {
      StatusText.of(found, new Paint(terminal.colours())).forEach(terminal.out()::println);
    }
    return !found.isEmpty() && found.stream().allMatch(ServiceStatus::well)
        ? ExitCodes.GOOD
        : ExitCodes.NO;
  }

  private Stream<ServiceStatus> statuses(Keeper keeper, ServiceDescription asked) {
    if (asked.id().equals(OwnStatus.ID)) {
      return OwnStatus.all(keeper.machine(), new VerdictStore(places)).stream();
    }
    return asked.operation().isEmpty()
        ? Stream.empty()
        : Installations.of(keeper, asked).found().installations().stream()
            .map(installation -> status(keeper, asked, installation));
  }

  private String named() {
    return service == null ? "" : " by the name " + service;
  }

  private ServiceStatus status(
      Keeper keeper, ServiceDescription service, Installation installation) {
    Manager manager = keeper.managers().of(Preparation.target(installation));
    State state = state(manager);
    boolean running = state.phase() == State.Phase.RUNNING;
    return new ServiceStatus(
        service.id(),
        installation.present().supervisor().key() + " " + installation.present().name(),
        installation.files(),
        state,
        running
            ? manager.trouble(
                Preparation.probe(Preparation.health(service), installation.present()))
            : Optional.of("it does not run"),
        installation.present().image(),
        installation
            .present()
            .image()
            .flatMap(image -> Expected.Built.of(service, Optional.of(image)).backend()),
        running ? manager.devicesInside(nodes(keeper)) : List.of(),
        remarks(keeper, service, installation),
        keeper.backups().of(service.id()).stream().map(Backup::id).reduce((_, last) -> last),
        new VerdictStore(places).last(service.id(), installation.present().name()));
  }

  /** Of a program's libraries; without an AMD GPU nobody misses those of ROCm. */
  private static List<String> remarks(
      Keeper keeper, ServiceDescription service, Installation installation) {
    if (!(installation instanceof Installation.Unit)) {
      return List.of();
    }
    boolean amd =
        keeper.survey().accelerators().stream().anyMatch(each -> each.vendor() == Vendor.AMD);
    return NativeLibraries.of(
            keeper.machine(), keeper.runner(), service.id(), Optional.of(installation))
        .map(NativeLibraries::state)
        .filter(state -> amd || !(state instanceof BundleState.Absent))
        .map(state ->
            state.sentence() + state.remedy().map(remedy -> "; to mend it: " + remedy).orElse(""))
        .stream()
        .toList();
  }

  /** A manager that cannot be asked is an answer, too. */
  private static State state(Manager manager) {
    try {
      return manager.state();
    } catch (ProblemException refused) {
      return new State(State.Phase.FAILED, refused.problem().sentence(), 0);
    }
  }

  private static List<String> nodes(Keeper keeper) {
    return keeper.survey().accelerators().stream()
        .flatMap(each -> each.nodes().stream())
        .filter(DeviceNode::present)
        .map(DeviceNode::path)
        .distinct()
        .toList();
  }
}
