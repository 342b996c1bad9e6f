package dev.hearth.planning.doctor;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.host.VulkanDrivers.Driver;
import dev.hearth.planning.Version;
import java.util.List;
import java.util.Optional;

/** Mesa's NVK on the free kernel driver: what it asks of the kernel, and which GPUs it leaves. */
final class NouveauRule {
  private static final String ID = "nvk";
  private static final String SOURCE =
      "Mesa docs: NVK, and its nvk_physical_device.c (kernel 6.6; older than Turing only on request)";
  private static final Version KERNEL = new Version(List.of(6, 6));
  private static final Version TURING = new Version(List.of(7, 5));

  /** Since here it takes older GPUs without being asked to. */
  private static final Version MESA_FOR_ALL = new Version(List.of(25, 2));

  private NouveauRule() {}

  static Optional<Finding> examine(Case examined, Accelerator accelerator, Driver driver) {
    if (!accelerator.drivenBy("nouveau")) {
      return Optional.empty();
    }
    About about = examined.about(accelerator);
    Optional<Version> kernel = examined.system().kernel().asOptional().flatMap(Version::parse);
    if (kernel.filter(version -> version.olderThan(KERNEL)).isPresent()) {
      return Optional.of(
          about
              .fail(ID, "Mesa's NVK wants Linux 6.6 or later")
              .because("kernel " + Evidence.of(examined.system().kernel()))
              .remedy("Take a newer kernel, from backports where your distribution has them")
              .source(SOURCE));
    }
    boolean old =
        CudaVersions.capability(accelerator).filter(it -> it.olderThan(TURING)).isPresent();
    boolean taken =
        driver
            .version()
            .asOptional()
            .flatMap(Version::parse)
            .filter(version -> version.atLeast(MESA_FOR_ALL))
            .isPresent();
    return old && !taken
        ? Optional.of(
            about
                .fail(ID, "Mesa's NVK leaves GPUs older than Turing alone")
                .because(
                    "compute capability "
                        + Evidence.of(accelerator.architecture())
                        + ", Mesa "
                        + Evidence.of(driver.version()))
                .remedy("Take Mesa " + MESA_FOR_ALL + " or later, or NVIDIA's own driver")
                .source(SOURCE))
        : Optional.empty();
  }
}
