package dev.hearth.deployment;

import dev.hearth.deployment.bundle.BundleSource;
import dev.hearth.deployment.bundle.BundleState;
import dev.hearth.deployment.bundle.FreeSpace;
import dev.hearth.deployment.bundle.OllamaBundle;
import dev.hearth.deployment.bundle.OllamaInstallation;
import dev.hearth.deployment.bundle.OllamaVersion;
import dev.hearth.deployment.bundle.Prepared;
import dev.hearth.deployment.site.Installation;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.gfx.OverrideValue;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Variable;
import dev.hearth.planning.service.ServiceDescription;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The ROCm libraries of a service that runs as a program: what is there of them, and where more
 * comes from.
 */
public final class NativeLibraries {
  /** The one service whose program looks for ROCm in a folder of its own. */
  private static final String SERVICE = "ollama";

  private static final String OVERRIDE = "HSA_OVERRIDE_GFX_VERSION";

  private final Machine machine;
  private final CommandRunner runner;
  private final OllamaInstallation ollama;

  private NativeLibraries(Machine machine, CommandRunner runner, OllamaInstallation ollama) {
    this.machine = machine;
    this.runner = runner;
    this.ollama = ollama;
  }

  /** Whether a service as a program needs libraries beside it, on some backend. */
  public static boolean concern(String service) {
    return service.equals(SERVICE);
  }

  /** Whether a plan needs them. */
  public static boolean neededBy(Plan plan) {
    return concern(plan.service().id())
        && plan.supervisor() == Supervisor.SYSTEMD
        && plan.image().isEmpty()
        && plan.backend() == Backend.ROCM;
  }

  /**
   * Those of a service on a machine.
   *
   * @param installation how it runs now; the program of its unit counts, else the usual places
   * @return empty where the service has none of its own, or no program is installed
   */
  public static Optional<NativeLibraries> of(
      Machine machine, CommandRunner runner, String service, Optional<Installation> installation) {
    if (!concern(service)) {
      return Optional.empty();
    }
    Optional<OllamaInstallation> found =
        installation.isPresent() && installation.get() instanceof Installation.Unit unit
            ? OllamaInstallation.at(machine, unit.program().toString())
            : OllamaInstallation.find(machine);
    return found.map(ollama -> new NativeLibraries(machine, runner, ollama));
  }

  /** That a program has to be installed first. */
  public static ProblemException none() {
    return new ProblemException(
        Problem.Kind.NOT_FOUND,
        "Ollama is not installed as a program here, and its ROCm libraries lie beside it",
        "curl -fsSL https://ollama.com/install.sh | sh, or --manager quadlet for a container");
  }

  /** The service in the version that is installed; as it is where that is not known. */
  public ServiceDescription installed(ServiceDescription service) {
    return ollama
        .version()
        .asOptional()
        .map(version -> service.at(version.number()))
        .orElse(service);
  }

  /** What is there. */
  public BundleState state() {
    return BundleState.of(machine, ollama);
  }

  /** Whether what is there does: Hearth's of this version, or Ollama's own. */
  public boolean complete() {
    return switch (state()) {
      case BundleState.Intact _, BundleState.InstalledByOllama _ -> true;
      case BundleState.Absent _,
          BundleState.Wiped _,
          BundleState.OtherVersion _,
          BundleState.Unreadable _ ->
          false;
    };
  }

  /** Where they lie, or will. */
  public Path folder() {
    return ollama.libraries();
  }

  /** The folders of ROCm that are there now, on a machine that is looked at anew. */
  public List<String> folders(Machine now) {
    return ollama.bundles(now);
  }

  /**
   * Where they are taken from.
   *
   * @param named by the user
   * @throws ProblemException where the version is not known, or nothing can fetch an image
   */
  public BundleSource source(Optional<Path> named) {
    OllamaVersion version = ollama.requireVersion();
    if (named.isPresent()) {
      return BundleSource.at(named.get().toAbsolutePath());
    }
    String program =
        List.of("podman", "docker").stream()
            .filter(each -> machine.program(each).isPresent())
            .findFirst()
            .orElseThrow(() ->
                new ProblemException(
                    Problem.Kind.NOT_FOUND,
                    "There is neither Podman nor Docker to take Ollama's ROCm libraries out of its"
                        + " image with",
                    "Install one (sudo apt install podman), or download"
                        + " ollama-linux-amd64-rocm of version "
                        + version.text()
                        + " and name it: --bundle FILE"));
    return BundleSource.official(program, version);
  }

  /** Fetches, stages and checks them. Writes beside their folder, and nowhere else. */
  public Prepared prepare(BundleSource source, Optional<String> target, Instant time) {
    return new OllamaBundle(machine, runner, FreeSpace.live())
        .prepare(new OllamaBundle.Request(ollama, source, target, time));
  }

  /** Removes what was staged and is not needed any more. */
  public void tidy() {
    OllamaBundle.tidy(ollama);
  }

  /**
   * What kernels have to be there for: what the GPU pretends to be, else what it is.
   *
   * @param architecture of the plan's first GPU, where that is known
   */
  public static Optional<String> target(Plan plan, Optional<String> architecture) {
    return plan.environment().stream()
        .filter(each -> each.name().equals(OVERRIDE))
        .map(Variable::value)
        .flatMap(value -> OverrideValue.parse(value).stream())
        .map(OverrideValue::target)
        .findFirst()
        .or(() -> architecture);
  }
}
