package dev.hearth.cli.report;

import dev.hearth.machine.Problem;
import dev.hearth.planning.Version;
import dev.hearth.planning.plan.Access;
import dev.hearth.planning.plan.Choice;
import dev.hearth.planning.plan.Groups;
import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Port;
import dev.hearth.planning.plan.Variable;
import dev.hearth.planning.service.Health;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans as the document {@code hearth.plan/1}. */
public final class PlanJson {
  /** The name of the format. */
  public static final String SCHEMA = "hearth.plan/1";

  private PlanJson() {}

  /** The document of a plan. */
  public static Map<String, @Nullable Object> of(Plan plan, String version) {
    return finished(
        head(plan.service().id(), version, true)
            .object("plan", plan, PlanJson::plan)
            .put("problems", List.of()));
  }

  /** The document where there is none. */
  public static Map<String, @Nullable Object> refused(
      String service, List<Problem> problems, String version) {
    return finished(
        head(service, version, false)
            .put("plan", (Object) null)
            .list("problems", problems, PlanJson::problem));
  }

  private static Facts head(String service, String version, boolean possible) {
    return Facts.document()
        .put("schema", SCHEMA)
        .put("hearth", version)
        .put("service", service)
        .put("possible", possible);
  }

  private static Map<String, @Nullable Object> finished(Facts facts) {
    Map<String, @Nullable Object> document = facts.finish();
    document.remove("unknown");
    return document;
  }

  private static void problem(Facts facts, Problem problem) {
    facts
        .put("kind", problem.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .put("what", problem.what())
        .put("evidence", problem.evidence())
        .put("remedy", problem.remedy());
  }

  private static void plan(Facts facts, Plan plan) {
    facts
        .put("version", plan.service().version().map(Version::toString))
        .put("name", plan.name())
        .put("manager", plan.supervisor().key())
        .put("engine", plan.engine().key())
        .put("rootless", plan.rootless())
        .put("backend", plan.backend().key())
        .put("accelerators", plan.accelerators())
        .put("image", plan.image())
        .put("imageBytes", plan.imageBytes())
        .object("access", plan.access(), PlanJson::access)
        .list("environment", plan.environment(), PlanJson::variable)
        .put("hostNetwork", plan.hostNetwork())
        .list("ports", plan.ports(), PlanJson::port)
        .list("mounts", plan.mounts(), PlanJson::mount)
        .put("memoryBytes", plan.memoryBytes())
        .object("health", plan.health(), PlanJson::health)
        .list("choices", plan.choices(), PlanJson::choice)
        .put("advice", plan.advice());
  }

  private static void access(Facts facts, Access access) {
    facts.put("nodes", access.nodes()).put("cdi", access.cdi()).put("nvidia", access.nvidia());
    switch (access.groups()) {
      case Groups.Unneeded _ -> facts.put("groups", "none").put("gids", List.of());
      case Groups.Kept _ -> facts.put("groups", "kept").put("gids", List.of());
      case Groups.Numbers(List<Integer> gids) -> facts.put("groups", "numbers").put("gids", gids);
    }
    facts.put("security", access.security());
  }

  private static void variable(Facts facts, Variable variable) {
    facts
        .put("name", variable.name())
        .put("value", variable.value())
        .put("reason", variable.reason());
  }

  private static void port(Facts facts, Port port) {
    facts.put("host", port.host()).put("outside", port.outside()).put("inside", port.inside());
  }

  private static void mount(Facts facts, Mount mount) {
    facts
        .put("source", mount.source())
        .put("target", mount.target())
        .put("readOnly", mount.readOnly());
  }

  private static void health(Facts facts, Health health) {
    switch (health.check()) {
      case Health.Http(int port, String path) ->
          facts.put("port", port).put("path", path).put("run", List.of());
      case Health.Run(List<String> argv) ->
          facts.put("port", (Object) null).put("path", (Object) null).put("run", argv);
    }
    facts
        .put("intervalSeconds", health.interval().toSeconds())
        .put("firstSeconds", health.first().toSeconds())
        .put("laterSeconds", health.later().toSeconds());
  }

  private static void choice(Facts facts, Choice choice) {
    facts
        .put("what", choice.what())
        .put("value", choice.value())
        .put("reason", choice.reason())
        .put("otherwise", choice.otherwise());
  }
}
