package dev.hearth.deployment.render;

import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.Version;
import dev.hearth.planning.plan.Access;
import dev.hearth.planning.plan.Choice;
import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.plan.Groups;
import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Port;
import dev.hearth.planning.plan.Variable;
import dev.hearth.planning.service.Health;
import dev.hearth.planning.service.ServiceCatalog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Plans as the planner makes them, for machines as people have them. */
final class Plans {
  static final String IMMICH = "ghcr.io/immich-app/immich-machine-learning:v3.1.0";
  private static final Map<String, String> VERSIONS =
      Map.of("immich-ml", "3.1.0", "ollama", "0.33.0", "finbert", "2.13");
  private static final long GIBIBYTE = 1L << 30;
  private static final List<Port> IMMICH_PORT = List.of(new Port("", 3003, 3003));
  private static final Mount CACHE = new Mount("immich-ml-cache", "/cache", false);
  private static final Health PING =
      new Health(
          new Health.Http(3003, "/ping"),
          Duration.ofSeconds(2),
          Duration.ofMinutes(30),
          Duration.ofMinutes(3));
  private static final Health LIST =
      new Health(
          new Health.Run(List.of("ollama", "list")),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofMinutes(1));

  private Plans() {}

  /** All, by name; the name is the folder of their golden files. */
  static Map<String, Plan> all() {
    Map<String, Plan> plans = new LinkedHashMap<>();
    plans.put("immich-780m-podman-rootless", radeon780m());
    plans.put("immich-rx7900-docker", radeon7900());
    plans.put("immich-rtx4090-podman-cdi", geforceCdi(Engine.PODMAN));
    plans.put("immich-rtx4090-docker-cdi", geforceCdi(Engine.DOCKER));
    plans.put("immich-rtx4090-docker-toolkit", geforceToolkit(List.of("all")));
    plans.put("immich-two-nvidia-docker", geforceToolkit(List.of("0", "1")));
    plans.put("immich-arc-docker", arc());
    plans.put("immich-rk3588-docker", rockchip());
    plans.put("immich-mali-docker", mali());
    plans.put("immich-wsl2-docker", wsl());
    plans.put("immich-cpu-docker", cpu());
    plans.put("immich-cpu-podman-root", cpuRootful());
    plans.put("ollama-rx7900-podman", ollama());
    plans.put("ollama-780m-native", ollamaNative());
    plans.put("finbert-rx7900-docker", finbert());
    plans.put("immich-mi210-cluster", cluster());
    return plans;
  }

  static Plan radeon780m() {
    return immich(Backend.ROCM)
        .on(Supervisor.QUADLET, Engine.PODMAN, true)
        .uses("pci-0000:c4:00.0")
        .image(IMMICH + "-rocm", 35 * GIBIBYTE)
        .access(nodes(new Groups.Kept(), "/dev/kfd", "/dev/dri/renderD128"))
        .variables(
            new Variable(
                "HSA_OVERRIDE_GFX_VERSION",
                "11.0.0",
                "the image has no kernels for gfx1103; those of gfx1100 run on it"),
            new Variable("HSA_USE_SVM", "0", "without it this GPU was seen to crash"),
            new Variable("MACHINE_LEARNING_WORKER_TIMEOUT", "1800", "first compiles take minutes"))
        .choices(
            new Choice(
                "groups",
                "keep-groups",
                "/dev/kfd and /dev/dri/renderD128 belong to the group 109 (render), which you are"
                    + " in; crun keeps it",
                ""),
            new Choice("image", IMMICH + "-rocm", "the tag for ROCm of this version", "--image"))
        .plan();
  }

  static Plan radeon7900() {
    return immich(Backend.ROCM)
        .on(Supervisor.COMPOSE, Engine.DOCKER, false)
        .uses("pci-0000:03:00.0")
        .image(IMMICH + "-rocm", 35 * GIBIBYTE)
        .access(nodes(new Groups.Numbers(List.of(44, 109)), "/dev/kfd", "/dev/dri/renderD128"))
        .variables(
            new Variable("ROCR_VISIBLE_DEVICES", "0", "hides the integrated GPU beside it"),
            new Variable("MACHINE_LEARNING_WORKER_TIMEOUT", "1800", "first compiles take minutes"))
        .choices(new Choice("groups", "44, 109", "the nodes belong to these, by number", ""))
        .plan();
  }

  static Plan geforceCdi(Engine engine) {
    Supervisor supervisor = engine == Engine.PODMAN ? Supervisor.QUADLET : Supervisor.COMPOSE;
    return immich(Backend.CUDA)
        .on(supervisor, engine, engine == Engine.PODMAN)
        .uses("pci-0000:01:00.0")
        .image(IMMICH + "-cuda")
        .access(
            new Access(
                List.of(),
                List.of("nvidia.com/gpu=0"),
                List.of(),
                new Groups.Unneeded(),
                engine == Engine.PODMAN ? List.of("label=disable") : List.of()))
        .plan();
  }

  static Plan geforceToolkit(List<String> gpus) {
    return immich(Backend.CUDA)
        .on(Supervisor.COMPOSE, Engine.DOCKER, false)
        .uses(
            gpus.size() == 1
                ? new String[] {"pci-0000:01:00.0"}
                : new String[] {"pci-0000:01:00.0", "pci-0000:41:00.0"})
        .image(IMMICH + "-cuda")
        .access(new Access(List.of(), List.of(), gpus, new Groups.Unneeded(), List.of()))
        .variables(
            gpus.size() == 1
                ? new Variable[0]
                : new Variable[] {
                  new Variable("MACHINE_LEARNING_DEVICE_IDS", "0,1", "one for each worker"),
                  new Variable("MACHINE_LEARNING_WORKERS", "2", "one for each GPU")
                })
        .plan();
  }

  static Plan arc() {
    return immich(Backend.OPENVINO)
        .on(Supervisor.COMPOSE, Engine.DOCKER, false)
        .uses("pci-0000:03:00.0")
        .image(IMMICH + "-openvino")
        .access(nodes(new Groups.Numbers(List.of(105)), "/dev/dri/renderD128"))
        .variables(new Variable("MACHINE_LEARNING_OPENVINO_PRECISION", "FP16", "twice as fast"))
        .choices(new Choice("accelerator", "Arc B580 (xe)", "the only one", "--accelerator"))
        .plan();
  }

  static Plan rockchip() {
    return immich(Backend.RKNN)
        .on(Supervisor.COMPOSE, Engine.DOCKER, false)
        .uses("platform-fdab0000.npu")
        .image(IMMICH + "-rknn")
        .access(
            new Access(
                List.of("/dev/dri"),
                List.of(),
                List.of(),
                new Groups.Unneeded(),
                List.of("systempaths=unconfined", "apparmor=unconfined")))
        .variables(new Variable("MACHINE_LEARNING_RKNN_THREADS", "3", "the NPU has three cores"))
        .plan();
  }

  static Plan mali() {
    return immich(Backend.ARMNN)
        .on(Supervisor.COMPOSE, Engine.DOCKER, false)
        .uses("platform-ffe40000.bifrost")
        .image(IMMICH + "-armnn")
        .access(nodes(new Groups.Unneeded(), "/dev/mali0"))
        .mounts(
            CACHE,
            new Mount("/usr/lib/libmali.so", "/usr/lib/libmali.so", true),
            new Mount("/lib/firmware/mali_csffw.bin", "/lib/firmware/mali_csffw.bin", true))
        .plan();
  }

  static Plan wsl() {
    return immich(Backend.OPENVINO)
        .on(Supervisor.COMPOSE, Engine.DOCKER, false)
        .uses("wsl-0")
        .image(IMMICH + "-openvino")
        .access(nodes(new Groups.Numbers(List.of(44, 109)), "/dev/dri", "/dev/dxg"))
        .mounts(CACHE, new Mount("/usr/lib/wsl", "/usr/lib/wsl", false))
        .plan();
  }

  static Plan cpu() {
    return immich(Backend.CPU)
        .on(Supervisor.COMPOSE, Engine.DOCKER, false)
        .image(IMMICH, 2 * GIBIBYTE)
        .memory(8 * GIBIBYTE)
        .plan();
  }

  static Plan cpuRootful() {
    return immich(Backend.CPU)
        .on(Supervisor.QUADLET, Engine.PODMAN, false)
        .image(IMMICH, 2 * GIBIBYTE)
        .memory(8 * GIBIBYTE)
        .sharesNetwork()
        .plan();
  }

  static Plan ollama() {
    return new Building("ollama", "ollama", Backend.ROCM)
        .asks(LIST)
        .on(Supervisor.QUADLET, Engine.PODMAN, true)
        .uses("pci-0000:03:00.0")
        .image("docker.io/ollama/ollama:0.33.0-rocm")
        .access(
            new Access(
                List.of("/dev/kfd", "/dev/dri/renderD128"),
                List.of(),
                List.of(),
                new Groups.Kept(),
                List.of("label=disable")))
        .ports(List.of(new Port("127.0.0.1", 11434, 11434)))
        .mounts(new Mount("ollama", "/root/.ollama", false))
        .memory(24 * GIBIBYTE)
        .plan();
  }

  static Plan ollamaNative() {
    return new Building("ollama", "ollama", Backend.ROCM)
        .asks(
            new Health(
                new Health.Http(11434, "/api/version"),
                Duration.ofSeconds(2),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1)))
        .on(Supervisor.SYSTEMD, Engine.NONE, false)
        .uses("pci-0000:c4:00.0")
        .access(nodes(new Groups.Numbers(List.of(44, 109)), "/dev/kfd", "/dev/dri/renderD128"))
        .variables(
            new Variable(
                "HSA_OVERRIDE_GFX_VERSION", "11.0.0", "its libraries have no gfx1103, but gfx1100"),
            new Variable(
                "OLLAMA_IGPU_ENABLE", "1", "since 0.30.0 it drops integrated GPUs without it"))
        .choices(new Choice("groups", "44, 109", "the nodes belong to these, by number", ""))
        .plan();
  }

  static Plan finbert() {
    return new Building("finbert", "finbert", Backend.ROCM)
        .asks(
            new Health(
                new Health.Http(8000, "/health"),
                Duration.ofSeconds(5),
                Duration.ofMinutes(10),
                Duration.ofMinutes(2)))
        .on(Supervisor.COMPOSE, Engine.DOCKER, false)
        .uses("pci-0000:03:00.0")
        .image("localhost/finbert:rocm")
        .access(nodes(new Groups.Numbers(List.of(109)), "/dev/kfd", "/dev/dri/renderD128"))
        .ports(List.of(new Port("::1", 8000, 8000)))
        .mounts(
            new Mount("finbert-models", "/models", false),
            new Mount("/srv/finbert/config", "/config", true))
        .variables(new Variable("GREETING", "50% of $HOME, \"quoted\"", ""))
        .plan();
  }

  static Plan cluster() {
    return immich(Backend.ROCM)
        .on(Supervisor.KUBERNETES, Engine.CLUSTER, false)
        .uses("pci-0000:43:00.0", "pci-0000:63:00.0")
        .image(IMMICH + "-rocm", 35 * GIBIBYTE)
        .memory(16 * GIBIBYTE)
        .variables(new Variable("MACHINE_LEARNING_DEVICE_IDS", "0,1", "one for each worker"))
        .plan();
  }

  private static Building immich(Backend backend) {
    return new Building("immich-ml", "immich-machine-learning", backend)
        .asks(PING)
        .ports(IMMICH_PORT)
        .mounts(CACHE);
  }

  private static Access nodes(Groups groups, String... nodes) {
    return new Access(List.of(nodes), List.of(), List.of(), groups, List.of());
  }

  /** A plan being made; what is not said is empty. */
  static final class Building {
    private final String service;
    private final String name;
    private final Backend backend;
    private Supervisor supervisor = Supervisor.COMPOSE;
    private Engine engine = Engine.DOCKER;
    private boolean rootless;
    private List<String> accelerators = List.of();
    private Optional<String> image = Optional.empty();
    private Optional<Long> imageBytes = Optional.empty();
    private Access access = Access.none();
    private List<Variable> environment = List.of();
    private boolean hostNetwork;
    private List<Port> ports = List.of();
    private List<Mount> mounts = List.of();
    private Optional<Long> memory = Optional.empty();
    private Health health = PING;
    private List<Choice> choices = List.of();

    Building(String service, String name, Backend backend) {
      this.service = service;
      this.name = name;
      this.backend = backend;
    }

    Building on(Supervisor by, Engine with, boolean withoutRoot) {
      supervisor = by;
      engine = with;
      rootless = withoutRoot;
      return this;
    }

    Building uses(String... ids) {
      accelerators = List.of(ids);
      return this;
    }

    Building image(String tag) {
      image = Optional.of(tag);
      return this;
    }

    Building image(String tag, long bytes) {
      imageBytes = Optional.of(bytes);
      return image(tag);
    }

    Building access(Access value) {
      access = value;
      return this;
    }

    Building variables(Variable... values) {
      environment = List.of(values);
      return this;
    }

    Building sharesNetwork() {
      hostNetwork = true;
      return this;
    }

    Building ports(List<Port> values) {
      ports = values;
      return this;
    }

    Building mounts(Mount... values) {
      mounts = List.of(values);
      return this;
    }

    Building memory(long bytes) {
      memory = Optional.of(bytes);
      return this;
    }

    Building asks(Health value) {
      health = value;
      return this;
    }

    Building choices(Choice... values) {
      choices = List.of(values);
      return this;
    }

    Plan plan() {
      // named here, so that a newer version in the catalog changes no golden file
      Version version = Version.parse(Objects.requireNonNull(VERSIONS.get(service))).orElseThrow();
      return new Plan(
          ServiceCatalog.load().find(service).orElseThrow().at(version),
          name,
          supervisor,
          engine,
          rootless,
          backend,
          accelerators,
          image,
          imageBytes,
          access,
          environment,
          hostNetwork,
          ports,
          mounts,
          memory,
          health,
          choices,
          List.of());
    }
  }
}
