package dev.hearth.machine.accelerator.nvidia;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Numbers;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.machine.accelerator.AcceleratorMemory;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.accelerator.pci.DeviceNames;
import dev.hearth.machine.accelerator.pci.DrmNodes;
import dev.hearth.machine.accelerator.pci.Nodes;
import dev.hearth.machine.accelerator.pci.PciDevice;
import dev.hearth.machine.nvml.Nvml;
import dev.hearth.machine.nvml.NvmlGpu;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts together what is known of one NVIDIA GPU on PCI. */
final class CardProbe {
  /** From Kepler on, no chipset had an NVIDIA GPU inside. */
  private static final int FIRST_WITHOUT_CHIPSETS = 0x0fc0;

  private static final String NO_JETSON = "no Jetson board";

  private final Machine machine;
  private final DrmNodes drm;
  private final DeviceNames names;
  private final Nvml nvml;
  private final DriverFiles driver;

  CardProbe(Machine machine, DrmNodes drm, DeviceNames names, Nvml nvml) {
    this.machine = machine;
    this.drm = drm;
    this.names = names;
    this.nvml = nvml;
    this.driver = new DriverFiles(machine);
  }

  static boolean isIntegrated(Accelerator accelerator) {
    return accelerator.form().asOptional().filter(Form.INTEGRATED::equals).isPresent();
  }

  Accelerator accelerator(PciDevice device) {
    Card card =
        new Card(
            device,
            new GpuInformation(machine, device.address()),
            nvml.gpu(device.identity().address()),
            Chip.of(device.identity().deviceId()));
    return new Accelerator(
        "pci-" + device.address(),
        Accelerator.Kind.GPU,
        Vendor.NVIDIA,
        card.told(NvmlGpu::name).or(card.information()::model).or(() -> name(device)),
        card.architecture(),
        form(card),
        Optional.of(device.identity()),
        device.driver(),
        nodes(card),
        memory(card),
        card.multiprocessors(),
        details(card));
  }

  private Reading<String> name(PciDevice device) {
    return names.name(device.identity());
  }

  private static Reading<Form> form(Card card) {
    boolean integrated = card.chip().asOptional().filter(Chip::integrated).isPresent();
    if (integrated) {
      return Reading.known(Form.INTEGRATED);
    }
    boolean card0 = card.device().identity().deviceId() >= FIRST_WITHOUT_CHIPSETS;
    return card0 || card.chip().asOptional().isPresent()
        ? Reading.known(Form.DISCRETE)
        : Reading.unknown("an NVIDIA GPU of its age may be part of a chipset");
  }

  /** Nodes that the loaded driver should have are listed though they are missing. */
  private List<DeviceNode> nodes(Card card) {
    List<DeviceNode> nodes = new ArrayList<>();
    if (card.device().drivenBy(DriverFiles.DRIVER)) {
      Optional<Integer> minor = card.minor().asOptional();
      minor.ifPresent(
          number -> nodes.add(Nodes.of(machine, NvidiaProbe.node(number), Role.NVIDIA)));
      nodes.addAll(driver.controlNodes());
      minor.ifPresent(number -> nodes.addAll(new Instances(machine, number).nodes()));
    }
    nodes.addAll(drm.of(card.device().address()));
    return nodes;
  }

  private AcceleratorMemory memory(Card card) {
    Reading<NvmlGpu.Memory> vram = card.told(NvmlGpu::memory);
    boolean integrated = card.chip().asOptional().filter(Chip::integrated).isPresent();
    String shares = "it shares the computer's memory";
    Reading<Long> shared =
        integrated
            ? SharedMemory.total(machine)
            : Reading.unknown("NVIDIA's driver does not lend system memory by itself");
    return new AcceleratorMemory(
        integrated ? Reading.unknown(shares) : vram.map(NvmlGpu.Memory::total),
        integrated ? Reading.unknown(shares) : vram.map(NvmlGpu.Memory::used),
        shared,
        Reading.unknown("NVIDIA's driver does not tell"),
        integrated ? Reading.unknown(shares) : bar(card.device()));
  }

  /** BAR 1, the window into VRAM: the second line of {@code resource}, "start end flags". */
  private Reading<Long> bar(PciDevice device) {
    String file = device.path() + "/resource";
    return machine
        .lines(file)
        .flatMap(lines -> {
          String[] words = (lines.size() < 2 ? "" : lines.get(1)).strip().split(" ", -1);
          return words.length < 2
              ? Reading.unknown(file + " has no BAR 1")
              : Numbers.parse(words[0], file)
                  .flatMap(start -> Numbers.parse(words[1], file).map(end -> end - start + 1));
        })
        .flatMap(size ->
            size > 1 ? Reading.known(size) : Reading.unknown(file + " gives BAR 1 no addresses"));
  }

  private Details.Nvidia details(Card card) {
    Reading<String> moduleVersion = driver.moduleVersion();
    return new Details.Nvidia(
        moduleVersion,
        driver.openModule(),
        nvml.libraryVersion().or(driver::libraryVersion),
        nvml.cudaVersion().or(() -> moduleVersion.flatMap(DriverFiles::cuda)),
        card.minor(),
        card.told(NvmlGpu::uuid).or(card.information()::uuid),
        mig(card),
        card.gpu().map(_ -> "asked"),
        Reading.unknown(NO_JETSON));
  }

  /** Without NVML, the instances that the kernel module lists tell. */
  private Reading<Boolean> mig(Card card) {
    return card.told(NvmlGpu::mig)
        .or(() ->
            card.chip()
                .flatMap(chip ->
                    chip.canBeCut()
                        ? card.minor().flatMap(minor -> new Instances(machine, minor).any())
                        : Reading.known(false)));
  }
}
