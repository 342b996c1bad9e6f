package dev.hearth.machine.usage;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.nvml.NvmlSensors;
import dev.hearth.machine.nvml.NvmlUse;
import java.util.List;

/**
 * What one accelerator does now, whoever makes it, by the kernel's files and NVIDIA's library. The
 * page, the metrics and {@code hearth top} all tell this.
 *
 * @param accelerator which
 * @param asleep whether the kernel put it to sleep; nothing else is known then
 * @param busyShare 0 to 1
 * @param dedicated memory of its own
 * @param shared the machine's memory that it may use
 * @param coreHertz the clock of what computes
 * @param memoryHertz the clock of its memory
 */
public record AcceleratorActivity(
    Accelerator accelerator,
    Reading<Boolean> asleep,
    Reading<Double> busyShare,
    Amount dedicated,
    Amount shared,
    Reading<Double> watts,
    Reading<Double> celsius,
    Reading<Long> coreHertz,
    Reading<Long> memoryHertz) {
  /** Raven's counter says 100 % at all times, on some of its chips. */
  private static final String ALWAYS_BUSY = "gfx902";

  private static final String PLATFORM = "platform-";
  private static final double WHOLE = 100;
  private static final double MICRO = 1e6;
  private static final long MEGA = 1_000_000;

  /** Bytes of memory. */
  public record Amount(Reading<Long> used, Reading<Long> total) {}

  /** Whether it is known to sleep. */
  public boolean sleeps() {
    return asleep.orElse(false);
  }

  /** Whether NVIDIA's library has to be asked: it would wake those that sleep. */
  public static boolean wantsNvml(Machine machine, List<Accelerator> accelerators) {
    return accelerators.stream()
        .filter(each -> each.vendor() == Vendor.NVIDIA)
        .anyMatch(each ->
            each.pci()
                .map(pci -> !DeviceActivity.asleep(machine, pci.address()).orElse(false))
                .orElse(true));
  }

  /**
   * Looks at one.
   *
   * @param nvml what NVIDIA's library says of all its GPUs
   */
  public static AcceleratorActivity read(
      Machine machine, Accelerator accelerator, Reading<List<NvmlUse>> nvml) {
    return accelerator
        .pci()
        .map(pci -> onPci(machine, accelerator, pci.address(), nvml))
        .orElseGet(() -> onBoard(machine, accelerator));
  }

  private static AcceleratorActivity onPci(
      Machine machine, Accelerator accelerator, PciAddress address, Reading<List<NvmlUse>> nvml) {
    DeviceActivity seen = DeviceActivity.read(machine, address);
    if (seen.asleep().orElse(false)) {
      return sleeping(accelerator, seen);
    }
    Reading<NvmlUse> use = use(accelerator, address, nvml);
    Reading<NvmlSensors> sensors = use.map(NvmlUse::sensors);
    DeviceClocks clocks = DeviceClocks.read(machine, address);
    return new AcceleratorActivity(
        accelerator,
        seen.asleep(),
        busy(accelerator, seen, use),
        new Amount(
            seen.dedicatedUsed()
                .or(() -> sensors.flatMap(each -> each.memory().map(memory -> memory.used()))),
            accelerator
                .memory()
                .dedicated()
                .or(() -> sensors.flatMap(each -> each.memory().map(memory -> memory.total())))),
        new Amount(seen.sharedUsed(), accelerator.memory().shared()),
        seen.powerMicrowatts()
            .map(micro -> micro / MICRO)
            .or(() -> sensors.flatMap(NvmlSensors::watts)),
        DeviceHeat.celsius(machine, address).or(() -> sensors.flatMap(NvmlSensors::celsius)),
        clocks.core().or(() -> sensors.flatMap(each -> each.coreMhz().map(mhz -> mhz * MEGA))),
        clocks.memory().or(() -> sensors.flatMap(each -> each.memoryMhz().map(mhz -> mhz * MEGA))));
  }

  private static AcceleratorActivity sleeping(Accelerator accelerator, DeviceActivity seen) {
    String reason = "the device sleeps, and is not woken";
    return new AcceleratorActivity(
        accelerator,
        seen.asleep(),
        Reading.unknown(reason),
        new Amount(seen.dedicatedUsed(), accelerator.memory().dedicated()),
        new Amount(seen.sharedUsed(), accelerator.memory().shared()),
        Reading.unknown(reason),
        Reading.unknown(reason),
        Reading.unknown(reason),
        Reading.unknown(reason));
  }

  private static AcceleratorActivity onBoard(Machine machine, Accelerator accelerator) {
    String reason = "nobody tells it of a device that is not on PCI";
    String name =
        accelerator.id().startsWith(PLATFORM)
            ? accelerator.id().substring(PLATFORM.length())
            : accelerator.id();
    DeviceClocks clocks = DeviceClocks.read(machine, name);
    return new AcceleratorActivity(
        accelerator,
        Reading.unknown(reason),
        Reading.unknown(reason),
        new Amount(Reading.unknown(reason), accelerator.memory().dedicated()),
        new Amount(Reading.unknown(reason), accelerator.memory().shared()),
        Reading.unknown(reason),
        Reading.unknown(reason),
        clocks.core(),
        clocks.memory());
  }

  private static Reading<Double> busy(
      Accelerator accelerator, DeviceActivity seen, Reading<NvmlUse> use) {
    if (accelerator.architecture().equals(Reading.known(ALWAYS_BUSY))) {
      return Reading.unknown("the counter of " + ALWAYS_BUSY + " says 100 % on some chips, always");
    }
    return seen.busyPercent()
        .or(() -> use.flatMap(NvmlUse::busyPercent))
        .map(percent -> percent / WHOLE);
  }

  /** What NVML says of this one; the kernel's reason stands where it is not NVIDIA's. */
  private static Reading<NvmlUse> use(
      Accelerator accelerator, PciAddress address, Reading<List<NvmlUse>> nvml) {
    if (accelerator.vendor() != Vendor.NVIDIA) {
      return Reading.unknown("the kernel does not tell it of this device");
    }
    return nvml.flatMap(all ->
        all.stream()
            .filter(each -> each.gpu().equals(address))
            .findFirst()
            .map(Reading::known)
            .orElseGet(() -> Reading.unknown("NVML does not list the GPU at " + address)));
  }
}
