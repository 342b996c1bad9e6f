package dev.hearth.planning.doctor;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.host.VulkanDrivers.Driver;
import dev.hearth.planning.Version;
import dev.hearth.planning.service.Minimum;
import java.util.List;
import java.util.Optional;

/**
 * Whether somebody has tried a Mesa this old, by its version, else by the Vulkan version its driver
 * offers. An older one is no failure: what ONNX Runtime asks of a driver, RADV of Mesa 22.3 has.
 */
final class MesaRule {
  private static final String ID = "driver-version";

  /** What RADV and ANV offer since Mesa 25.0. */
  private static final Version OF_25_0 = new Version(List.of(1, 4));

  private final Case examined;
  private final About about;
  private final Minimum<Version> tried;

  private MesaRule(Case examined, Accelerator accelerator, Minimum<Version> tried) {
    this.examined = examined;
    this.about = examined.about(accelerator);
    this.tried = tried;
  }

  static Finding examine(
      Case examined, Accelerator accelerator, Driver driver, Minimum<Version> tried) {
    MesaRule rule = new MesaRule(examined, accelerator, tried);
    return driver
        .version()
        .asOptional()
        .flatMap(Version::parse)
        .map(rule::byVersion)
        .orElseGet(() -> rule.byApi(driver))
        .source(tried.source().citation());
  }

  private About.Statement byVersion(Version here) {
    String evidence = "Mesa " + here;
    return here.olderThan(tried.value())
        ? untried(evidence + ", known to work: " + tried.value())
        : about.pass(ID, "Mesa is new enough").because(evidence);
  }

  private About.Statement byApi(Driver driver) {
    boolean telling =
        driver.library().contains("libvulkan_radeon")
            || driver.library().contains("libvulkan_intel.");
    Optional<Version> api =
        driver.apiVersion().asOptional().flatMap(Version::parse).filter(_ -> telling);
    String evidence = "the manifest says API " + Evidence.of(driver.apiVersion());
    if (api.filter(version -> version.olderThan(OF_25_0)).isPresent()) {
      return untried(evidence + ", as Mesa before 25.0 does; known to work: " + tried.value());
    }
    return about
        .skip(ID, "Mesa should be " + tried.value() + " or later; its version is not known")
        .because(evidence + "; " + Evidence.of(driver.version()));
  }

  private About.Statement untried(String evidence) {
    return about.warn(ID, "nobody has tried a Mesa this old").because(evidence).remedy(newer());
  }

  private String newer() {
    boolean bookworm =
        examined.system().distribution().orElse("").equals("debian")
            && examined.system().version().orElse("").startsWith("12");
    return bookworm
        ? "sudo apt install -t bookworm-backports mesa-vulkan-drivers"
            + "  # with bookworm-backports in /etc/apt/sources.list"
        : "Take a newer Mesa, from backports where your distribution has them";
  }
}
