package dev.hearth.deployment.edit;

import dev.hearth.deployment.site.Installation;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Access;
import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.plan.Groups;
import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Present;
import dev.hearth.planning.plan.Variable;
import dev.hearth.planning.service.Health;
import dev.hearth.planning.service.ServiceCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Services as people have set them up, and plans for them. */
final class Setups {
  static final String IMAGE = "ghcr.io/immich-app/immich-machine-learning";
  static final Path PROJECT = Path.of("/srv/immich/docker-compose.yml");
  static final Path HWACCEL = Path.of("/srv/immich/hwaccel.ml.yml");
  static final Path QUADLET = Path.of("/home/me/.config/containers/systemd/immich-ml.container");
  static final List<Mount> CACHE = List.of(new Mount("model-cache", "/cache", false));

  static final Access CPU = Access.none();
  static final Access RADEON =
      new Access(
          List.of("/dev/kfd", "/dev/dri/renderD128"),
          List.of(),
          List.of(),
          new Groups.Numbers(List.of(992, 44)),
          List.of());
  static final Access RADEON_ROOTLESS =
      new Access(RADEON.nodes(), List.of(), List.of(), new Groups.Kept(), List.of("label=disable"));
  static final Access GEFORCE =
      new Access(List.of(), List.of(), List.of("all"), new Groups.Unneeded(), List.of());

  static final List<Variable> PHOENIX =
      List.of(
          new Variable("HSA_OVERRIDE_GFX_VERSION", "11.0.0", "no kernels for gfx1103"),
          new Variable("HSA_USE_SVM", "0", "this GPU was seen to crash"));

  private Setups() {}

  static Present present(Supervisor supervisor, Engine engine, String image) {
    return new Present(
        "immich-ml",
        supervisor,
        engine,
        engine == Engine.PODMAN,
        Optional.of(image),
        Map.of(),
        List.of(),
        true,
        CACHE);
  }

  static Installation compose(String image) {
    return new Installation.Compose(
        present(Supervisor.COMPOSE, Engine.DOCKER, image),
        List.of(PROJECT),
        "immich",
        "immich-machine-learning",
        PROJECT.resolveSibling("."));
  }

  static Installation quadlet(String image) {
    return new Installation.Quadlet(
        present(Supervisor.QUADLET, Engine.PODMAN, image), QUADLET, "immich-ml.service", true);
  }

  static Plan plan(Installation now, Backend backend, String image, Access access) {
    return plan(now, backend, image, access, List.of());
  }

  static Plan plan(
      Installation now, Backend backend, String image, Access access, List<Variable> variables) {
    Present present = now.present();
    return new Plan(
        ServiceCatalog.load().find("immich-ml").orElseThrow(),
        present.name(),
        present.supervisor(),
        present.engine(),
        present.rootless(),
        backend,
        access.equals(CPU) ? List.of() : List.of("pci-0000:c4:00.0"),
        Optional.of(image),
        Optional.empty(),
        access,
        variables,
        present.hostNetwork(),
        present.ports(),
        present.mounts(),
        Optional.empty(),
        new Health(
            new Health.Http(3003, "/ping"),
            Duration.ofSeconds(2),
            Duration.ofMinutes(30),
            Duration.ofMinutes(3)),
        List.of(),
        List.of());
  }

  static Editor editor() {
    return new Editor((_, _) -> List.of());
  }

  static Folders folders() {
    return Folders.rootless(Path.of("/home/me"), Path.of("/home/me/.local/share/hearth"));
  }

  /** What becomes of one text. */
  static String after(Installation now, Plan plan, Path path, String text) {
    return after(now, plan, path, Map.of(path, text));
  }

  /** What becomes of one of several texts. */
  static String after(Installation now, Plan plan, Path path, Map<Path, String> texts) {
    return editor().changes(plan, Optional.of(now), texts, folders()).stream()
        .filter(change -> change.path().equals(path))
        .map(change -> ((Change.Text) change).after())
        .findFirst()
        .orElse(texts.getOrDefault(path, ""));
  }
}
