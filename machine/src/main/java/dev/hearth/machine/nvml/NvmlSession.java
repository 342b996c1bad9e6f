package dev.hearth.machine.nvml;

import static dev.hearth.machine.nvml.NvmlStatus.read;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One asking of NVML: everything that is wanted of it, between its init and its shutdown. */
final class NvmlSession {
  /** No machine has more; a count beyond is not a count. */
  private static final int MOST_GPUS = 256;

  /** {@code NVML_DEVICE_NAME_V2_BUFFER_SIZE} and the like are at most this. */
  private static final int TEXT_SIZE = 96;

  private final NvmlFunctions nvml;
  private final Arena arena;
  private final MemorySegment first;
  private final MemorySegment second;
  private final MemorySegment structure;
  private final MemorySegment text;
  private final List<String> troubles = new ArrayList<>();

  private NvmlSession(NvmlFunctions nvml, Arena arena) {
    this.nvml = nvml;
    this.arena = arena;
    first = arena.allocate(JAVA_LONG);
    second = arena.allocate(JAVA_LONG);
    structure = arena.allocate(NvmlStructs.LARGEST, JAVA_LONG.byteAlignment());
    text = arena.allocate(TEXT_SIZE);
  }

  static NvmlAnswers ask(NvmlFunctions nvml) {
    try (Arena arena = Arena.ofConfined()) {
      return new NvmlSession(nvml, arena).ask();
    }
  }

  private NvmlAnswers ask() {
    // The only function that answers before init, and so after a driver update without a reboot.
    Reading<String> libraryVersion =
        read(nvml.text("nvmlSystemGetNVMLVersion", text), () -> withoutCuda(text.getString(0)));
    Reading<Integer> begun = nvml.call("nvmlInit_v2").or(() -> nvml.call("nvmlInit"));
    if (read(begun, () -> true) instanceof Reading.Unknown<Boolean>(String reason)) {
      Nvml absent = Nvml.absent(reason);
      return new NvmlAnswers(
          absent.gpus(), absent.driverVersion(), libraryVersion, absent.cudaVersion(), List.of());
    }
    try {
      Reading<String> driverVersion =
          read(nvml.text("nvmlSystemGetDriverVersion", text), () -> text.getString(0));
      Reading<Integer> cuda =
          nvml.call("nvmlSystemGetCudaDriverVersion_v2", first)
              .or(() -> nvml.call("nvmlSystemGetCudaDriverVersion", first));
      Reading<String> cudaVersion = read(cuda, () -> cuda(first.get(JAVA_INT, 0)));
      return new NvmlAnswers(gpus(), driverVersion, libraryVersion, cudaVersion, troubles);
    } finally {
      nvml.call("nvmlShutdown");
    }
  }

  private Reading<List<NvmlGpu>> gpus() {
    Reading<Integer> counted =
        nvml.call("nvmlDeviceGetCount_v2", first).or(() -> nvml.call("nvmlDeviceGetCount", first));
    return read(counted, () -> first.get(JAVA_INT, 0))
        .flatMap(count ->
            count >= 0 && count <= MOST_GPUS
                ? Reading.known(gpus(count))
                : Reading.unknown("NVML counts " + Integer.toUnsignedString(count) + " GPUs"));
  }

  private List<NvmlGpu> gpus(int count) {
    List<NvmlGpu> all = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      switch (gpu(index)) {
        case Reading.Known<NvmlGpu>(NvmlGpu gpu) -> all.add(gpu);
        case Reading.Unknown<NvmlGpu>(String reason) ->
            troubles.add("GPU " + index + ": " + reason);
      }
    }
    return all;
  }

  private Reading<NvmlGpu> gpu(int index) {
    MemorySegment handle = arena.allocate(ADDRESS);
    Reading<Integer> found =
        nvml.at("nvmlDeviceGetHandleByIndex_v2", index, handle)
            .or(() -> nvml.at("nvmlDeviceGetHandleByIndex", index, handle));
    return read(found, () -> handle.get(ADDRESS, 0))
        .flatMap(device -> address(device).map(address -> gpu(device, address)));
  }

  private Reading<PciAddress> address(MemorySegment device) {
    Reading<Integer> found =
        nvml.of(device, "nvmlDeviceGetPciInfo_v3", structure)
            .or(() -> nvml.of(device, "nvmlDeviceGetPciInfo_v2", structure));
    return read(found, () -> NvmlStructs.address(structure))
        .flatMap(address ->
            address
                .map(Reading::known)
                .orElseGet(() -> Reading.unknown("NVML's PCI address cannot be read")));
  }

  private NvmlGpu gpu(MemorySegment device, PciAddress address) {
    return new NvmlGpu(
        address,
        read(nvml.textOf(device, "nvmlDeviceGetName", text), () -> text.getString(0)),
        read(nvml.textOf(device, "nvmlDeviceGetUUID", text), () -> text.getString(0)),
        read(nvml.of(device, "nvmlDeviceGetMinorNumber", first), () -> first.get(JAVA_INT, 0)),
        read(
            nvml.of(device, "nvmlDeviceGetMemoryInfo", structure),
            () -> NvmlStructs.memory(structure)),
        read(
            nvml.of(device, "nvmlDeviceGetCudaComputeCapability", first, second),
            () -> first.get(JAVA_INT, 0) + "." + second.get(JAVA_INT, 0)),
        read(nvml.of(device, "nvmlDeviceGetNumGpuCores", first), () -> first.get(JAVA_INT, 0)),
        mig(nvml.of(device, "nvmlDeviceGetMigMode", first, second)));
  }

  private Reading<Boolean> mig(Reading<Integer> status) {
    Optional<Integer> answer = status.asOptional();
    if (answer.isPresent() && answer.get() == NvmlStatus.NOT_SUPPORTED) {
      return Reading.known(false);
    }
    return read(status, () -> first.get(JAVA_INT, 0) == 1);
  }

  /** 12.550.163.01 is the library of driver 550.163.01, for CUDA 12. */
  private static String withoutCuda(String version) {
    int dot = version.indexOf('.');
    boolean prefixed = dot > 0 && dot <= 2;
    return prefixed ? version.substring(dot + 1) : version;
  }

  /** 12040 is 12.4. */
  private static String cuda(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }
}
