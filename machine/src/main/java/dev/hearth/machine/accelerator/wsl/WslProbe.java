package dev.hearth.machine.accelerator.wsl;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.AcceleratorMemory;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.nvml.Nvml;
import dev.hearth.machine.nvml.NvmlGpu;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what stands behind /dev/dxg. The node is the same for every maker, and WSL2 has no PCI
 * device for a GPU: the libraries and drivers that Windows lends in /usr/lib/wsl tell the maker.
 */
public final class WslProbe {
  private static final String DXG = "/dev/dxg";
  private static final String LIBRARIES = "/usr/lib/wsl/lib/";
  private static final String CUDA = LIBRARIES + "libcuda.so.1";
  private static final String NVML = LIBRARIES + "libnvidia-ml.so.1";

  /** AMD's bridge from ROCm to /dev/dxg; ROCm finds no GPU in WSL2 without it. */
  private static final List<String> ROCM_BRIDGES =
      List.of("/opt/rocm/lib/librocdxg.so", "/opt/rocm/lib/librocdxg.so.1");

  private static final String NOT_TOLD = "WSL2 does not tell";

  private final Machine machine;
  private final Nvml nvml;

  private WslProbe(Machine machine, Nvml nvml) {
    this.machine = machine;
    this.nvml = machine.exists(NVML) ? nvml : Nvml.absent(NVML + " does not exist");
  }

  /** One for each NVIDIA GPU, and one for each other maker; {@code wsl-0} and on. */
  public static List<Accelerator> probe(Machine machine, Nvml nvml) {
    return machine.exists(DXG) ? new WslProbe(machine, nvml).accelerators() : List.of();
  }

  private List<Accelerator> accelerators() {
    List<Accelerator> found = new ArrayList<>();
    if (machine.exists(CUDA) || machine.exists(NVML)) {
      List<NvmlGpu> gpus = nvml.gpus().orElse(List.of());
      gpus.forEach(gpu -> found.add(nvidia(found.size(), Reading.known(gpu))));
      if (gpus.isEmpty()) {
        found.add(nvidia(found.size(), nvml.gpus().flatMap(_ -> Reading.unknown(NOT_TOLD))));
      }
    }
    DriverStore store = DriverStore.of(machine);
    for (Vendor vendor : List.of(Vendor.NVIDIA, Vendor.AMD, Vendor.INTEL)) {
      Optional<String> folder = store.folder(vendor);
      // A card that was taken out leaves its driver in the store, but not its libraries.
      if (folder.isPresent() && (vendor != Vendor.NVIDIA || found.isEmpty())) {
        found.add(of(found.size(), vendor, adapter(vendor, folder.get())));
      }
    }
    if (found.isEmpty()) {
      found.add(of(0, Vendor.OTHER, store.unknown()));
    }
    return List.copyOf(found);
  }

  private static Reading<String> adapter(Vendor vendor, String folder) {
    return Reading.known(vendor.label() + ", by the Windows driver " + folder);
  }

  private Accelerator nvidia(int number, Reading<NvmlGpu> gpu) {
    Reading<NvmlGpu.Memory> vram = gpu.flatMap(NvmlGpu::memory);
    Accelerator plain =
        of(number, Vendor.NVIDIA, Reading.known("NVIDIA, by its libraries in " + LIBRARIES));
    return new Accelerator(
        plain.id(),
        plain.kind(),
        plain.vendor(),
        gpu.flatMap(NvmlGpu::name),
        gpu.flatMap(NvmlGpu::computeCapability),
        vram.map(_ -> Accelerator.Form.DISCRETE),
        plain.pci(),
        plain.driver(),
        plain.nodes(),
        new AcceleratorMemory(
            vram.map(NvmlGpu.Memory::total),
            vram.map(NvmlGpu.Memory::used),
            Reading.unknown(NOT_TOLD),
            Reading.unknown(NOT_TOLD),
            Reading.unknown(NOT_TOLD)),
        plain.computeUnits(),
        plain.details());
  }

  private Accelerator of(int number, Vendor vendor, Reading<String> adapter) {
    return new Accelerator(
        "wsl-" + number,
        Accelerator.Kind.GPU,
        vendor,
        Reading.unknown(NOT_TOLD + " its name"),
        Reading.unknown(NOT_TOLD),
        Reading.unknown(NOT_TOLD),
        Optional.empty(),
        Reading.known("dxgkrnl"),
        List.of(new DeviceNode(DXG, DeviceNode.Role.DXG, machine.status(DXG), machine.access(DXG))),
        AcceleratorMemory.unknown(NOT_TOLD),
        Reading.unknown(NOT_TOLD),
        new Details.Wsl(adapter, file(CUDA), nvml.driverVersion(), rocmBridge()));
  }

  private Reading<String> rocmBridge() {
    return ROCM_BRIDGES.stream()
        .filter(machine::exists)
        .findFirst()
        .map(Reading::known)
        .orElseGet(() -> Reading.unknown(ROCM_BRIDGES.getFirst() + " does not exist"));
  }

  private Reading<String> file(String path) {
    return machine.status(path).map(_ -> path);
  }
}
