package dev.hearth.planning.doctor;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.planning.Version;
import dev.hearth.planning.gfx.GfxTable;
import dev.hearth.planning.remedy.Packaging;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the kernel, and with it amdgpu, is new enough: for ROCm's user space, for the GPU, and
 * for an integrated GPU to compute in shared memory.
 */
final class AmdKernel {
  private static final String ROCM = "ROCm docs: compatibility matrix 7.2.3 (2026-08-01)";
  private static final String PHOENIX = "Ollama issue 6282 (kernels for Phoenix)";
  private static final String SHARED =
      "Linux kernel: amdkfd, \"Let VRAM allocations go to GTT domain on small APUs\"";

  /** The oldest kernel of any distribution in ROCm's list: RHEL 8's, with its backports. */
  private static final Version OLDEST = new Version(List.of(4, 18));

  /** The oldest among those that backport less: Ubuntu 22.04 has 5.15, SLES 15 and RHEL 9 5.14. */
  private static final Version LISTED = new Version(List.of(5, 14));

  private static final Version COUNTS_SHARED = new Version(List.of(6, 10));

  private final Case examined;
  private final Accelerator accelerator;
  private final About about;
  private final Version here;

  /** Red Hat's kernels carry much newer drivers than their numbers tell. */
  private final boolean backported;

  private AmdKernel(Case examined, Accelerator accelerator, String release, Version here) {
    this.examined = examined;
    this.accelerator = accelerator;
    this.about = examined.about(accelerator);
    this.here = here;
    this.backported = release.contains(".el");
  }

  static List<Finding> examine(Case examined, Accelerator accelerator) {
    return examined
        .system()
        .kernel()
        .asOptional()
        .flatMap(release ->
            Version.parse(release)
                .map(here -> new AmdKernel(examined, accelerator, release, here).examine()))
        .orElse(List.of());
  }

  private List<Finding> examine() {
    List<Finding> findings = new ArrayList<>();
    rocm().ifPresent(findings::add);
    Optional<Finding> target = target();
    target.ifPresent(findings::add);
    if (target.stream().noneMatch(each -> each.status() == Status.WARN)) {
      shared().ifPresent(findings::add);
    }
    return findings;
  }

  /** ROCm's user space and amdgpu may be about a year apart. */
  private Optional<Finding> rocm() {
    if (here.atLeast(LISTED) || (backported && here.atLeast(OLDEST))) {
      return Optional.empty();
    }
    String id = "amdgpu-driver";
    About.Statement statement =
        here.olderThan(OLDEST)
            ? about.fail(
                id, "the kernel and its amdgpu are years older than ROCm 6 and 7 work with")
            : about.warn(
                id, "the kernel and its amdgpu are older than those ROCm 7 is tested with");
    return Optional.of(
        statement
            .because(release() + "; the oldest that ROCm 7.2 lists is Ubuntu 22.04's 5.15")
            .remedy(upgrade())
            .source(ROCM));
  }

  private Optional<Finding> target() {
    Optional<Version> wanted =
        accelerator
            .architecture()
            .asOptional()
            .flatMap(GfxTable.load()::find)
            .flatMap(target -> target.kernel());
    return wanted.map(version ->
        here.atLeast(version) || backported
            ? about
                .pass("kernel", "the kernel is new enough for this GPU")
                .because(release() + ", at least " + version)
                .source(PHOENIX)
            : about
                .warn("kernel", "the kernel is older than this GPU wants")
                .because(release() + ", wanted " + version)
                .remedy(upgrade())
                .source(PHOENIX));
  }

  /** Before, KFD gives an integrated GPU nothing but its carve-out, however much RAM is free. */
  private Optional<Finding> shared() {
    boolean integrated =
        accelerator.form().asOptional().filter(Accelerator.Form.INTEGRATED::equals).isPresent();
    if (!integrated || here.atLeast(COUNTS_SHARED) || backported) {
      return Optional.empty();
    }
    String carveOut =
        accelerator
            .memory()
            .dedicated()
            .asOptional()
            .map(bytes -> " of " + Evidence.gibibytes(bytes))
            .orElse("");
    return Optional.of(
        about
            .warn("kernel-memory", "ROCm may see only the carve-out" + carveOut)
            .because(release() + "; kernels since " + COUNTS_SHARED + " count shared memory too")
            .remedy(upgrade())
            .source(SHARED));
  }

  private String release() {
    return Evidence.of("kernel", examined.system().kernel());
  }

  /** A newer kernel, in this distribution's words. */
  private String upgrade() {
    String reboot = "  # then reboot";
    return switch (Packaging.of(examined.system())) {
      case APT -> apt();
      case DNF -> "sudo dnf upgrade --refresh" + reboot;
      case OSTREE -> "rpm-ostree upgrade" + reboot;
      case PACMAN ->
          examined.system().distribution().orElse("").equals("steamos")
              ? "steamos-update" + reboot
              : "sudo pacman -Syu" + reboot;
      case ZYPPER -> "sudo zypper dist-upgrade" + reboot;
      case NIX -> "Add to configuration.nix: boot.kernelPackages = pkgs.linuxPackages_latest;";
      case APK -> "sudo apk upgrade" + reboot;
      case OTHER -> "Install a newer kernel, or a newer release of the distribution";
    };
  }

  private String apt() {
    String name = examined.system().distribution().orElse("");
    String version = examined.system().version().orElse("");
    if (name.equals("ubuntu") && version.equals("24.04")) {
      return "sudo apt install linux-generic-hwe-24.04  # then reboot";
    }
    if (name.equals("ubuntu")) {
      return "sudo do-release-upgrade  # to 24.04 or newer, then reboot";
    }
    return name.equals("debian") && version.equals("12")
        ? "sudo apt install -t bookworm-backports linux-image-amd64"
            + "  # after adding bookworm-backports to apt's sources, then reboot"
        : "Install a newer kernel from backports, or a newer release of the distribution";
  }
}
