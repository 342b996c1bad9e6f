package dev.hearth.planning.doctor;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.host.VulkanDrivers.Driver;
import dev.hearth.planning.Version;
import dev.hearth.planning.service.Requirements;
import java.util.List;
import java.util.Optional;

/** Whether Mesa is new enough, by its version, else by the Vulkan version its driver offers. */
final class MesaRule {
  private static final String ID = "driver-version";

  /** What RADV and ANV of Mesa 22.3 offer, as Debian 12 has it. */
  private static final Version OF_22_3 = new Version(List.of(1, 3, 230));

  /** What they offer since Mesa 25.0. */
  private static final Version OF_25_0 = new Version(List.of(1, 4));

  private final Case examined;
  private final About about;
  private final Requirements.Mesa wanted;

  private MesaRule(Case examined, Accelerator accelerator, Requirements.Mesa wanted) {
    this.examined = examined;
    this.about = examined.about(accelerator);
    this.wanted = wanted;
  }

  static Finding examine(
      Case examined, Accelerator accelerator, Driver driver, Requirements.Mesa wanted) {
    MesaRule rule = new MesaRule(examined, accelerator, wanted);
    return driver
        .version()
        .asOptional()
        .flatMap(Version::parse)
        .map(rule::byVersion)
        .orElseGet(() -> rule.byApi(driver))
        .source(wanted.source().citation());
  }

  private About.Statement byVersion(Version here) {
    String evidence = "Mesa " + here;
    if (here.olderThan(wanted.refusedBefore())) {
      return refused(evidence + ", refused before " + wanted.refusedBefore());
    }
    return here.olderThan(wanted.known())
        ? untried(evidence + ", known to work: " + wanted.known())
        : about.pass(ID, "Mesa is new enough").because(evidence);
  }

  private About.Statement byApi(Driver driver) {
    boolean telling =
        driver.library().contains("libvulkan_radeon")
            || driver.library().contains("libvulkan_intel.");
    Optional<Version> api =
        driver.apiVersion().asOptional().flatMap(Version::parse).filter(_ -> telling);
    String evidence = "the manifest says API " + Evidence.of(driver.apiVersion());
    if (api.filter(version -> !OF_22_3.olderThan(version)).isPresent()) {
      return refused(evidence + ", as Mesa 22.3 and older do; known to work: " + wanted.known());
    }
    if (api.filter(version -> version.olderThan(OF_25_0)).isPresent()) {
      return untried(evidence + ", as Mesa before 25.0 does; known to work: " + wanted.known());
    }
    return about
        .skip(ID, "Mesa should be " + wanted.known() + "; its version is not known")
        .because(evidence + "; " + Evidence.of(driver.version()));
  }

  private About.Statement refused(String evidence) {
    return about.fail(ID, "this Mesa is too old").because(evidence).remedy(newer());
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
