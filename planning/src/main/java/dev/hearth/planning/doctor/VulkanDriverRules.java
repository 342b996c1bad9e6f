package dev.hearth.planning.doctor;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.host.VulkanDrivers;
import dev.hearth.machine.host.VulkanDrivers.Driver;
import dev.hearth.machine.vulkan.VulkanProbe;
import dev.hearth.planning.Version;
import dev.hearth.planning.remedy.Packaging;
import dev.hearth.planning.service.Minimum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The Vulkan driver (ICD) of a GPU: installed whole, new enough, and one that computes. */
final class VulkanDriverRules {
  private static final String DOCS = VulkanRules.DOCS;

  /** What newer builds of llama.cpp ask for. */
  private static final Version MODERN = new Version(List.of(1, 3));

  private VulkanDriverRules() {}

  static List<Finding> examine(Case examined, Accelerator accelerator) {
    About about = examined.about(accelerator);
    if (accelerator.driver().asOptional().isEmpty() && !underWsl(accelerator)) {
      return List.of(
          about
              .skip("icd", "which Vulkan driver is for this GPU is not known")
              .because(Evidence.of(accelerator.driver()))
              .source(DOCS));
    }
    List<Driver> mine = driving(examined.host().vulkan(), accelerator);
    return mine.stream()
        .filter(driver -> !libraryMissing(driver))
        .findFirst()
        .map(driver -> installed(examined, accelerator, driver))
        .orElseGet(() -> List.of(missing(examined, accelerator, mine)));
  }

  private static boolean underWsl(Accelerator accelerator) {
    return accelerator.details() instanceof Details.Wsl;
  }

  private static List<Driver> driving(VulkanDrivers installed, Accelerator accelerator) {
    return underWsl(accelerator)
        ? installed.drivers().stream().filter(VulkanDriverRules::isDozen).toList()
        : VulkanProbe.driving(installed, accelerator);
  }

  private static boolean isDozen(Driver driver) {
    return driver.kernelDrivers().contains("dxgkrnl") || driver.library().contains("dzn");
  }

  private static boolean libraryMissing(Driver driver) {
    return driver.libraryFound().asOptional().filter(found -> !found).isPresent();
  }

  private static List<Finding> installed(Case examined, Accelerator accelerator, Driver driver) {
    About about = examined.about(accelerator);
    List<Finding> findings = new ArrayList<>();
    findings.add(
        about
            .pass("icd", "a Vulkan driver for this GPU is installed")
            .because(driver.manifest() + ", " + api(driver))
            .source(DOCS));
    examined
        .requirements()
        .api()
        .map(least -> Optional.of(api(examined, accelerator, driver, least)))
        .orElseGet(() -> old(about, driver))
        .ifPresent(findings::add);
    conformance(examined, accelerator, driver).ifPresent(findings::add);
    NouveauRule.examine(examined, accelerator, driver).ifPresent(findings::add);
    examined
        .requirements()
        .mesa()
        .filter(_ -> driver.library().contains("libvulkan_"))
        .ifPresent(mesa -> findings.add(MesaRule.examine(examined, accelerator, driver, mesa)));
    return findings;
  }

  private static String api(Driver driver) {
    return "the manifest says API " + Evidence.of(driver.apiVersion());
  }

  /** The program says which Vulkan it wants. */
  private static Finding api(
      Case examined, Accelerator accelerator, Driver driver, Minimum<Version> least) {
    About about = examined.about(accelerator);
    String id = "api-version";
    String wanted = "Vulkan " + least.value() + " or later";
    Optional<Version> here = driver.apiVersion().asOptional().flatMap(Version::parse);
    About.Statement statement =
        here.map(version ->
                version.atLeast(least.value())
                    ? about.pass(id, "its driver offers " + wanted)
                    : about
                        .fail(id, "its driver is too old: it must offer " + wanted)
                        .remedy(examined.remedies().vulkanDriver(accelerator.vendor())))
            .orElseGet(() -> about.skip(id, "its driver must offer " + wanted));
    return statement
        .because(driver.manifest() + ", " + api(driver))
        .source(least.source().citation());
  }

  private static Optional<Finding> old(About about, Driver driver) {
    return driver
        .apiVersion()
        .asOptional()
        .flatMap(Version::parse)
        .filter(version -> version.olderThan(MODERN))
        .map(version ->
            about
                .warn("api-version", "its driver is older than Vulkan 1.3: llama.cpp may refuse it")
                .because(driver.manifest() + ", " + api(driver))
                .source("Vulkan docs: api_version of a driver's manifest"));
  }

  /** Drivers that load, and that cannot be relied on. */
  private static Optional<Finding> conformance(
      Case examined, Accelerator accelerator, Driver driver) {
    About about = examined.about(accelerator);
    if (driver.library().contains("hasvk")) {
      return Optional.of(
          about
              .warn("hasvk", "Mesa's driver for Intel GPUs this old is not conformant")
              .because(driver.manifest() + "; Mesa says of Gen7: \"support is incomplete\"")
              .source("Mesa: src/intel/vulkan_hasvk"));
    }
    if (isDozen(driver)) {
      return Optional.of(
          about
              .warn("dzn", "Mesa's dzn is not a conformant Vulkan driver, but one for testing")
              .because(driver.manifest())
              .source("Mesa: src/microsoft/vulkan (\"not a conformant Vulkan implementation\")"));
    }
    if (accelerator.drivenBy("panfrost")) {
      return Optional.of(
          about
              .fail(
                  "conformance",
                  "Mesa's panvk does not work on Midgard and Bifrost unless forced to")
              .because(
                  "kernel driver panfrost; panvk refuses it without"
                      + " PAN_I_WANT_A_BROKEN_VULKAN_DRIVER=1, and has offered Vulkan 1.0 there")
              .remedy("Use the CPU")
              .source("Mesa docs: panfrost"));
    }
    boolean llama = examined.requirements().api().isEmpty();
    return accelerator.drivenBy("v3d") && llama
        ? Optional.of(
            about
                .warn("shared-memory", "llama.cpp does not compute on a Raspberry Pi's GPU")
                .because("V3D has 16 KiB of shared memory, its matrix multiplication wants more")
                .remedy("Use the CPU")
                .source("llama.cpp issues 26213 and 9801"))
        : Optional.empty();
  }

  private static Finding missing(Case examined, Accelerator accelerator, List<Driver> broken) {
    About about = examined.about(accelerator);
    String remedy = install(examined, accelerator);
    if (!broken.isEmpty()) {
      return about
          .fail("icd", "the library of this GPU's Vulkan driver is missing")
          .because(broken.getFirst().manifest() + " names " + broken.getFirst().library())
          .remedy(remedy)
          .source(DOCS);
    }
    List<Driver> installed = examined.host().vulkan().drivers();
    boolean software = installed.stream().anyMatch(Driver::software);
    String others = String.join(", ", installed.stream().map(Driver::manifest).toList());
    return about
        .fail(
            "icd",
            software
                ? "no Vulkan driver for this GPU is installed, only one that computes on the CPU"
                : "no Vulkan driver for this GPU is installed")
        .because(
            "kernel driver "
                + Evidence.of(accelerator.driver())
                + "; installed: "
                + (others.isEmpty() ? "none" : others))
        .remedy(remedy)
        .source(DOCS);
  }

  private static String install(Case examined, Accelerator accelerator) {
    if (underWsl(accelerator)) {
      return "Install a Mesa that has the driver dzn; Debian's and Ubuntu's have it not";
    }
    return switch (accelerator.driver().orElse("")) {
      case "mali" ->
          "Only the board's vendor has a Vulkan driver for Arm's own kernel driver; Mesa's wants a"
              + " kernel with panthor or panfrost";
      case "nvidia", "nvgpu" -> graphicsPart(examined, accelerator);
      case "radeon" ->
          "Give the GPU to amdgpu, if it is of GCN's first or second generation: boot with"
              + " radeon.si_support=0 radeon.cik_support=0 amdgpu.si_support=1"
              + " amdgpu.cik_support=1; older ones have no Vulkan";
      case "nouveau" ->
          "Mesa's driver for nouveau begins with Turing; for older GPUs it takes NVIDIA's driver of"
              + " their time (470 was Kepler's last)";
      default -> examined.remedies().vulkanDriver(accelerator.vendor());
    };
  }

  /** The driver runs: another packaging of it beside would break it. */
  private static String graphicsPart(Case examined, Accelerator accelerator) {
    if (examined.system().container().asOptional().isPresent()) {
      return "Start this container with NVIDIA_DRIVER_CAPABILITIES=compute,utility,graphics,"
          + " and with libXext.so.6 in its image, which the graphics part loads";
    }
    Optional<Version> version = CudaVersions.driver(accelerator);
    boolean card = accelerator.drivenBy("nvidia");
    boolean ubuntu = examined.system().distribution().orElse("").equals("ubuntu");
    if (card && Packaging.of(examined.system()) == Packaging.APT) {
      if (!ubuntu) {
        return "sudo apt install nvidia-vulkan-icd";
      }
      if (version.isPresent()) {
        return "sudo apt install libnvidia-gl-" + version.get().major();
      }
    }
    return "Add the graphics part (libGLX_nvidia.so.0 and nvidia_icd.json) of the installed driver"
        + CudaVersions.text(accelerator).map(text -> " " + text).orElse("")
        + ", from where the driver came";
  }
}
