package dev.hearth.deployment;

import dev.hearth.deployment.edit.Change;
import dev.hearth.deployment.manager.Probe;
import dev.hearth.deployment.manager.Target;
import dev.hearth.deployment.site.Installation;
import dev.hearth.deployment.transaction.Aim;
import dev.hearth.deployment.transaction.Limits;
import dev.hearth.deployment.transaction.Undertaking;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.Backend;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Port;
import dev.hearth.planning.plan.Present;
import dev.hearth.planning.service.Health;
import dev.hearth.planning.service.ServiceDescription;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Turns a plan and the changes of files that it comes to into something that can be deployed. */
public final class Preparation {
  private static final String THIS_MACHINE = "127.0.0.1";
  private static final String EVERYWHERE = "0.0.0.0";

  private Preparation() {}

  /**
   * The deployment of a plan.
   *
   * @param installation what runs the service now; empty where the plan sets it up
   * @param changes of files
   * @param verification asked once the service is well
   */
  public static Undertaking of(
      Plan plan,
      Optional<Installation> installation,
      List<Change> changes,
      Undertaking.Question verification) {
    return new Undertaking(
        plan.service().id(),
        plan.name(),
        summary(plan, installation),
        changes,
        plan.image(),
        plan.imageBytes(),
        target(plan, installation, changes),
        probe(plan),
        limits(plan),
        verification);
  }

  /**
   * The deployment that stops a service.
   *
   * @param changes of files, made once it is stopped
   */
  public static Undertaking stop(
      ServiceDescription service, Installation installation, List<Change> changes) {
    Present present = installation.present();
    Health health = health(service);
    return new Undertaking(
        service.id(),
        present.name(),
        "stopped",
        changes,
        Optional.empty(),
        Optional.empty(),
        target(installation),
        probe(health, present),
        new Limits(health.interval(), health.first(), health.later()),
        _ -> Optional.empty(),
        Aim.STOPPED);
  }

  /** How a service is seen to work, where nothing slows it. */
  public static Health health(ServiceDescription service) {
    return service
        .operation()
        .map(operation -> operation.starts().health())
        .orElseThrow(() ->
            new ProblemException(
                Problem.Kind.BAD_SETTING,
                "How " + service.id() + " is operated is not described",
                "docs/services.md: operation"));
  }

  /** What a manager is told to run. */
  public static Target target(Installation installation) {
    return switch (installation) {
      case Installation.Quadlet quadlet ->
          new Target.QuadletUnit(quadlet.unit(), quadlet.present().name(), quadlet.user());
      case Installation.Compose compose ->
          new Target.ComposeService(
              compose.files(), compose.project(), compose.service(), compose.folder());
      case Installation.Unit unit -> new Target.Unit(unit.unit(), unit.user());
    };
  }

  /**
   * What a manager is told to run once a plan is true.
   *
   * @param changes of files
   */
  public static Target target(
      Plan plan, Optional<Installation> installation, List<Change> changes) {
    return installation.map(Preparation::target).orElseGet(() -> fresh(plan, changes));
  }

  private static Target fresh(Plan plan, List<Change> changes) {
    return switch (plan.supervisor()) {
      case QUADLET ->
          new Target.QuadletUnit(plan.name() + ".service", plan.name(), plan.rootless());
      case COMPOSE -> {
        Path file = changes.getFirst().path();
        yield new Target.ComposeService(
            List.of(file),
            plan.name(),
            plan.name(),
            Optional.ofNullable(file.getParent()).orElse(file));
      }
      case SYSTEMD -> new Target.Unit(plan.name() + ".service", false);
      case KUBERNETES, EMBEDDED ->
          throw new IllegalArgumentException(plan.supervisor() + " is not deployed from here");
    };
  }

  /** How the planned service is asked whether it is well, from this machine. */
  public static Probe probe(Plan plan) {
    return probe(plan.health().check(), plan.hostNetwork(), plan.ports());
  }

  /** The same for a service as it runs now. */
  public static Probe probe(Health health, Present present) {
    return probe(health.check(), present.hostNetwork(), present.ports());
  }

  private static Probe probe(Health.Check check, boolean hostNetwork, List<Port> ports) {
    return switch (check) {
      case Health.Run(List<String> argv) -> new Probe.Inside(argv);
      case Health.Http(int port, String path) ->
          ports.stream()
              .filter(each -> !hostNetwork && each.inside() == port)
              .findFirst()
              .map(each -> new Probe.Http(address(each.host()), each.outside(), path))
              .orElseGet(() -> new Probe.Http(THIS_MACHINE, port, path));
    };
  }

  private static String address(String host) {
    return host.isEmpty() || host.equals(EVERYWHERE) ? THIS_MACHINE : host;
  }

  /** The first start on an accelerator compiles; the way back starts what had started before. */
  private static Limits limits(Plan plan) {
    Health health = plan.health();
    return new Limits(
        health.interval(),
        plan.backend() == Backend.CPU ? health.later() : health.first(),
        health.later());
  }

  private static String summary(Plan plan, Optional<Installation> installation) {
    String before =
        installation.flatMap(each -> each.present().image()).map(image -> image + " → ").orElse("");
    String devices =
        plan.accelerators().isEmpty() ? "" : " on " + String.join(", ", plan.accelerators());
    return plan.backend().key()
        + devices
        + plan.image().map(image -> ": " + before + image).orElse("");
  }
}
