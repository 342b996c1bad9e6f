package dev.hearth.cli;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.PciIdentity;
import dev.hearth.machine.host.Memory;
import dev.hearth.planning.fit.Bandwidths;
import dev.hearth.planning.fit.DeviceMemory;
import dev.hearth.planning.fit.KnownBandwidths;
import dev.hearth.planning.fit.Pool;

/** The memory of an accelerator, in the words of the fit. */
final class FitMemory {
  private static final String NOT_TOLD = "the kernel tells the speed of RAM to nobody but root";

  private FitMemory() {}

  static DeviceMemory of(Accelerator accelerator, Memory memory) {
    Reading<Long> own = accelerator.name().flatMap(KnownBandwidths::of);
    boolean integrated =
        accelerator.form().orElse(Accelerator.Form.DISCRETE) == Accelerator.Form.INTEGRATED;
    return new DeviceMemory(
        accelerator.name().orElse(accelerator.id()),
        integrated ? DeviceMemory.Form.INTEGRATED : DeviceMemory.Form.DISCRETE,
        new Pool(accelerator.memory().dedicated(), accelerator.memory().dedicatedUsed()),
        new Pool(accelerator.memory().shared(), accelerator.memory().sharedUsed()),
        memory.total(),
        memory.available(),
        new Bandwidths(
            own,
            integrated ? own : Reading.unknown(NOT_TOLD),
            accelerator
                .pci()
                .map(FitMemory::link)
                .orElseGet(() -> Reading.unknown("it is not on PCI"))));
  }

  static DeviceMemory processor(Memory memory) {
    return DeviceMemory.processorOnly(
        memory.total(), memory.available(), Reading.unknown(NOT_TOLD));
  }

  /** The link as it runs now; a card at rest may have slowed it down. */
  private static Reading<Long> link(PciIdentity pci) {
    return pci.linkSpeed()
        .flatMap(speed ->
            pci.linkWidth()
                .flatMap(
                    lanes -> gigaTransfers(speed).map(rate -> Bandwidths.ofPcie(rate, lanes))));
  }

  /** The kernel writes "16.0 GT/s PCIe". */
  private static Reading<Double> gigaTransfers(String speed) {
    String number = speed.split(" ", -1)[0];
    return number.matches("\\d{1,3}(\\.\\d{1,2})?")
        ? Reading.known(Double.parseDouble(number))
        : Reading.unknown("the link speed reads \"" + speed + "\"");
  }
}
