package dev.hearth.machine.accelerator.amd;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Details.GfxSource;
import dev.hearth.machine.accelerator.pci.PciDevice;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What kernels are compiled for, and how that was learnt.
 *
 * @param name as gfx1103
 * @param source the first of KFD, ip_discovery and the device id that tells
 */
record GfxTarget(Reading<String> name, GfxSource source) {

  static GfxTarget of(Machine machine, PciDevice device, Optional<KfdNode> node) {
    Optional<String> byKfd =
        node.flatMap(found -> found.value("gfx_target_version").asOptional())
            .flatMap(Chips::target);
    if (byKfd.isPresent()) {
      return new GfxTarget(Reading.known(byKfd.get()), GfxSource.KFD);
    }
    Optional<String> byCore = core(machine, device.path()).flatMap(Chips::ofCore);
    if (byCore.isPresent()) {
      return new GfxTarget(Reading.known(byCore.get()), GfxSource.IP_DISCOVERY);
    }
    String id = HexFormat.of().toHexDigits((short) device.identity().deviceId());
    return Chips.ofDevice(id)
        .map(name -> new GfxTarget(Reading.known(name), GfxSource.DEVICE_ID))
        .orElseGet(() ->
            new GfxTarget(
                Reading.unknown(
                    "neither KFD nor ip_discovery tells the gfx target, and the device "
                        + device.identity().ids()
                        + " is in no table"),
                GfxSource.NONE));
  }

  /**
   * The graphics core's version, as 11.0.4. Source: {@code
   * ip_discovery/die/0/GC/K/{major,minor,revision}}; K is not always 0.
   */
  private static Optional<String> core(Machine machine, String path) {
    String cores = path + "/ip_discovery/die/0/GC";
    for (String name : machine.namesOrNone(cores)) {
      String core = cores + "/" + name;
      Optional<Long> major = machine.number(core + "/major").asOptional();
      Optional<Long> minor = machine.number(core + "/minor").asOptional();
      Optional<Long> revision = machine.number(core + "/revision").asOptional();
      if (major.isPresent() && minor.isPresent() && revision.isPresent()) {
        return Optional.of(major.get() + "." + minor.get() + "." + revision.get());
      }
    }
    return Optional.empty();
  }
}
