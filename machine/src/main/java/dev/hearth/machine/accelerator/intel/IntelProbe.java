package dev.hearth.machine.accelerator.intel;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.machine.accelerator.Accelerator.Kind;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.accelerator.pci.DeviceNames;
import dev.hearth.machine.accelerator.pci.DrmNodes;
import dev.hearth.machine.accelerator.pci.PciBus;
import dev.hearth.machine.accelerator.pci.PciDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Intel's GPUs and NPUs, bound to a driver or not. The kernel tells neither the generation nor
 * whether a GPU is a card of its own: both come from the device id.
 */
public final class IntelProbe {
  private static final String NPU_DRIVER = "intel_vpu";

  private static final int PROCESSING_ACCELERATOR = 0x1200;

  private final Machine machine;
  private final DrmNodes drm;
  private final DeviceNames names;

  private IntelProbe(Machine machine, DrmNodes drm, DeviceNames names) {
    this.machine = machine;
    this.drm = drm;
    this.names = names;
  }

  /** All of Intel's among the devices, in their order. */
  public static List<Accelerator> probe(
      Machine machine, List<PciDevice> devices, DrmNodes drm, DeviceNames names) {
    IntelProbe probe = new IntelProbe(machine, drm, names);
    List<Accelerator> found = new ArrayList<>();
    for (PciDevice device : devices) {
      if (device.identity().vendorId() == PciBus.INTEL && !isSecondHead(device)) {
        found.add(probe.accelerator(device));
      }
    }
    return found;
  }

  /** Chipsets up to Gen4 show their second display pipe as a function that nothing drives. */
  private static boolean isSecondHead(PciDevice device) {
    return device.identity().address().function() != 0
        && device.driver().asOptional().isEmpty()
        && IntelChips.chip(device.identity().deviceId()).isEmpty();
  }

  private Accelerator accelerator(PciDevice device) {
    int id = device.identity().deviceId();
    Optional<IntelChips.Chip> chip = IntelChips.chip(id);
    List<DeviceNode> nodes = drm.of(device.address());
    LocalMemory memory = new LocalMemory(machine, device, nodes);
    Kind kind = isNpu(device, chip) ? Kind.NPU : Kind.GPU;
    Reading<Form> form = kind == Kind.NPU ? Reading.known(Form.INTEGRATED) : form(chip, memory);
    String unlisted = "the device id " + device.identity().ids() + " is not in the built-in table";
    return new Accelerator(
        "pci-" + device.address(),
        kind,
        Vendor.INTEL,
        name(device),
        chip.map(known -> Reading.known(known.architecture())).orElse(Reading.unknown(unlisted)),
        form,
        Optional.of(device.identity()),
        device.driver(),
        nodes,
        memory.of(kind, form),
        Reading.unknown("the kernel does not tell the number of Xe cores or execution units"),
        new Details.Intel(
            chip.map(known -> Reading.known(known.generation())).orElse(Reading.unknown(unlisted)),
            kind == Kind.NPU
                ? Reading.unknown("the kernel tells no clock of an NPU")
                : Clocks.highest(machine, device, nodes)));
  }

  private static boolean isNpu(PciDevice device, Optional<IntelChips.Chip> chip) {
    return chip.map(IntelChips.Chip::npu)
        .orElseGet(() ->
            device.drivenBy(NPU_DRIVER)
                || device
                    .identity()
                    .classCode()
                    .asOptional()
                    .filter(code -> code >> 8 == PROCESSING_ACCELERATOR)
                    .isPresent());
  }

  private static Reading<Form> form(Optional<IntelChips.Chip> chip, LocalMemory memory) {
    return chip.map(known -> Reading.known(known.form()))
        .orElseGet(() ->
            memory.told()
                ? Reading.known(Form.DISCRETE)
                : Reading.unknown("neither the device id nor local memory tells"));
  }

  private Reading<String> name(PciDevice device) {
    Reading<String> listed = names.name(device.identity());
    return listed.or(
        () -> IntelChips.name(device.identity().deviceId()).map(Reading::known).orElse(listed));
  }
}
