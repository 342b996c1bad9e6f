package dev.hearth.machine.accelerator.pci;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.accelerator.PciIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The devices on PCI that may compute. Source: {@code /sys/bus/pci/devices}. */
public final class PciBus {
  public static final int AMD = 0x1002;

  /** AMD's processors and chipsets; its NPUs carry this number, its GPUs {@link #AMD}. */
  public static final int AMD_PROCESSORS = 0x1022;

  public static final int NVIDIA = 0x10de;
  public static final int INTEL = 0x8086;

  private static final String DEVICES = "/sys/bus/pci/devices";

  private static final int DISPLAY = 0x03;
  private static final int PROCESSING_ACCELERATOR = 0x1200;

  /** AMD's NPUs call themselves "signal processing, other". */
  private static final int SIGNAL_PROCESSING = 0x1180;

  private static final String AMD_NPU_DRIVER = "amdxdna";

  /** Source: the ids of amd/xdna-driver's amdxdna_pci_drv.c. */
  private static final Set<Integer> AMD_NPUS =
      Set.of(0x1502, 0x17f0, 0x17f1, 0x17f2, 0x17f3, 0x1b0a, 0x1b0b, 0x1b0c);

  private static final Set<String> COMPUTE_DRIVERS =
      Set.of(
          "amdgpu",
          "radeon",
          AMD_NPU_DRIVER,
          "nvidia",
          "nouveau",
          "nova_core",
          "i915",
          "xe",
          "intel_vpu");

  private PciBus() {}

  /** The folder of a device, there or not. */
  public static String path(PciAddress address) {
    return DEVICES + "/" + address;
  }

  /**
   * Graphics cards, processing accelerators and NPUs of any maker, by address. Neither the audio
   * function of a card nor a bridge is one.
   */
  public static List<PciDevice> displays(Machine machine) {
    List<PciDevice> found = new ArrayList<>();
    for (String name : machine.namesOrNone(DEVICES)) {
      PciAddress.parse(name)
          .flatMap(address -> display(machine, address, DEVICES + "/" + name))
          .ifPresent(found::add);
    }
    return List.copyOf(found);
  }

  private static Optional<PciDevice> display(Machine machine, PciAddress address, String path) {
    Optional<Integer> code = field(machine, path + "/class", 0xffffff).asOptional();
    // Most devices end here, after one read.
    if (code.isPresent() && !isDisplay(code.get()) && code.get() >> 8 != SIGNAL_PROCESSING) {
      return Optional.empty();
    }
    return ids(machine, path)
        .flatMap(ids -> {
          Reading<String> driver = machine.targetName(path + "/driver");
          boolean wanted =
              code.map(known -> isDisplay(known) || isAmdNpu(ids, driver))
                  .orElseGet(() -> computes(ids.vendor(), driver));
          return wanted
              ? Optional.of(new PciDevice(identity(machine, address, path, ids), path, driver))
              : Optional.empty();
        });
  }

  private static boolean isDisplay(int classCode) {
    return classCode >> 16 == DISPLAY || classCode >> 8 == PROCESSING_ACCELERATOR;
  }

  private static boolean isAmdNpu(Ids ids, Reading<String> driver) {
    return ids.vendor() == AMD_PROCESSORS
        && (AMD_NPUS.contains(ids.device())
            || driver.asOptional().filter(AMD_NPU_DRIVER::equals).isPresent());
  }

  /** Where the class cannot be read, the driver tells what the device is. */
  private static boolean computes(int vendor, Reading<String> driver) {
    boolean maker =
        vendor == AMD || vendor == AMD_PROCESSORS || vendor == NVIDIA || vendor == INTEL;
    return maker && driver.asOptional().filter(COMPUTE_DRIVERS::contains).isPresent();
  }

  private static PciIdentity identity(Machine machine, PciAddress address, String path, Ids ids) {
    return new PciIdentity(
        address,
        ids.vendor(),
        ids.device(),
        field(machine, path + "/class", 0xffffff),
        field(machine, path + "/revision", 0xff),
        field(machine, path + "/subsystem_vendor", 0xffff),
        field(machine, path + "/subsystem_device", 0xffff),
        awake(machine, path, "/current_link_width").flatMap(file -> field(machine, file, 0xff)),
        awake(machine, path, "/current_link_speed").flatMap(machine::text));
  }

  /** The link's files are read from the device itself, which newer kernels wake for it. */
  private static Reading<String> awake(Machine machine, String path, String file) {
    return PciDevice.asleep(machine, path)
        ? Reading.unknown(path + file + " is not read while the device sleeps")
        : Reading.known(path + file);
  }

  private record Ids(int vendor, int device) {}

  /** Both numbers; without one of them nothing can be said of a device. */
  private static Optional<Ids> ids(Machine machine, String path) {
    Optional<Integer> vendor = field(machine, path + "/vendor", 0xffff).asOptional();
    return vendor.flatMap(maker ->
        field(machine, path + "/device", 0xffff)
            .asOptional()
            .map(device -> new Ids(maker, device)));
  }

  private static Reading<Integer> field(Machine machine, String file, int most) {
    return machine
        .number(file)
        .flatMap(value ->
            value >= 0 && value <= most
                ? Reading.known(value.intValue())
                : Reading.unknown(file + " holds a number that is too large"));
  }
}
