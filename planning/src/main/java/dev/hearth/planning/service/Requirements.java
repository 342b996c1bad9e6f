package dev.hearth.planning.service;

import dev.hearth.planning.Source;
import dev.hearth.planning.Version;
import dev.hearth.planning.VersionRange;
import java.util.List;
import java.util.Optional;

/**
 * What a service's backend asks of the machine, beyond what the backend itself asks.
 *
 * @param driver the oldest driver: NVIDIA's version, or Rockchip's
 * @param driverSteps older GPUs that ask for a newer driver
 * @param capability the lowest CUDA compute capability
 * @param diskBytes free room for the image
 * @param socs the systems on chip it knows
 * @param architectures the CPUs it is built for
 * @param api the oldest Vulkan version a driver may offer
 * @param mesa the oldest Mesa seen to work; older ones may as well
 * @param known what is known to go wrong
 */
public record Requirements(
    Optional<Minimum<Version>> driver,
    List<DriverStep> driverSteps,
    Optional<Minimum<Version>> capability,
    Optional<Minimum<Long>> diskBytes,
    Optional<Minimum<List<String>>> socs,
    Optional<Minimum<List<String>>> architectures,
    Optional<Minimum<Version>> api,
    Optional<Minimum<Version>> mesa,
    List<Known> known) {
  public Requirements {
    driverSteps = List.copyOf(driverSteps);
    known = List.copyOf(known);
  }

  /** GPUs below a compute capability that ask for a newer driver. */
  public record DriverStep(Version capabilityBefore, Version driver, Source source) {}

  /**
   * What is known of some GPUs with some versions of the service.
   *
   * @param id a stable short name
   * @param versions of the service
   * @param capabilities of the GPU, for CUDA
   * @param drivers the kernel drivers whose GPUs have it; empty for all
   * @param chips the architectures that have it, as gfx90a; empty for all
   * @param driverVersions of NVIDIA's driver
   * @param integratedOnly whether only integrated GPUs have it
   * @param blocks whether the backend cannot be used at all
   * @param what the trouble in one sentence
   * @param remedy what to do
   */
  public record Known(
      String id,
      VersionRange versions,
      VersionRange capabilities,
      List<String> drivers,
      List<String> chips,
      VersionRange driverVersions,
      boolean integratedOnly,
      boolean blocks,
      String what,
      String remedy,
      Source source) {
    public Known {
      drivers = List.copyOf(drivers);
      chips = List.copyOf(chips);
    }
  }
}
