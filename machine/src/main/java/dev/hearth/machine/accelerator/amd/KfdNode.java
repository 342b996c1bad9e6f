package dev.hearth.machine.accelerator.amd;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.accelerator.pci.PciBus;
import java.util.Map;
import java.util.Set;

/**
 * One node of the KFD topology. Source: {@code /sys/class/kfd/kfd/topology/nodes/N/properties}.
 *
 * @param number N
 * @param path its folder
 * @param properties those of its numbers that matter here
 */
record KfdNode(int number, String path, Map<String, Long> properties) {
  private static final Set<String> WANTED =
      Set.of(
          "cpu_cores_count",
          "simd_count",
          "simd_per_cu",
          "gfx_target_version",
          "vendor_id",
          "device_id",
          "location_id",
          "domain",
          "drm_render_minor",
          "unique_id",
          "fw_version",
          "wave_front_size");

  KfdNode {
    properties = Map.copyOf(properties);
  }

  static KfdNode read(Machine machine, int number, String path) {
    return new KfdNode(number, path, KfdProperties.read(machine, path + "/properties", WANTED));
  }

  /** Whether it is a GPU of AMD's; processors have nodes too. */
  boolean isGpu() {
    return of("simd_count") > 0
        && of("vendor_id") == PciBus.AMD
        && of("device_id") > 0
        && of("device_id") <= 0xffff;
  }

  /** Old kernels made one node of an APU's processor and GPU. */
  boolean hasProcessor() {
    return of("cpu_cores_count") > 0;
  }

  /** A property; unknown where the kernel does not have it. */
  Reading<Long> value(String key) {
    Long value = properties.get(key);
    return value == null
        ? Reading.unknown(path + "/properties has no " + key)
        : Reading.known(value);
  }

  /** A property that fits an int and is above 0, as versions and counts are. */
  Reading<Integer> count(String key) {
    return value(key)
        .flatMap(value ->
            value > 0 && value <= Integer.MAX_VALUE
                ? Reading.known(value.intValue())
                : Reading.unknown(
                    path + "/properties says " + key + " " + Long.toUnsignedString(value)));
  }

  int deviceId() {
    return (int) of("device_id");
  }

  /** N of its /dev/dri/renderDN; unknown where it has none. */
  Reading<Integer> renderMinor() {
    return count("drm_render_minor");
  }

  /**
   * Bus, device and function, in the lower half of {@code location_id}; old kernels have no {@code
   * domain}. On some kernels the function of a partition is its number.
   */
  PciAddress address() {
    int location = (int) of("location_id");
    int domain = (int) (of("domain") & Integer.MAX_VALUE);
    return new PciAddress(domain, location >> 8 & 0xff, location >> 3 & 0x1f, location & 7);
  }

  /** The address whose function is 0, where all partitions of a GPU sit. */
  PciAddress slot() {
    PciAddress address = address();
    return new PciAddress(address.domain(), address.bus(), address.device(), 0);
  }

  /** The number of its partition in the highest bits of {@code location_id}, on newer kernels. */
  int highPartition() {
    return (int) (of("location_id") >>> 28 & 0xf);
  }

  private long of(String key) {
    return properties.getOrDefault(key, 0L);
  }
}
