package dev.hearth.machine.nvml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One asking of NVML who uses its GPUs. */
final class NvmlUsageSession {
  private static final int MOST_GPUS = 256;
  private static final int MOST_PROCESSES = 512;

  /** The newest first. {@code nvmlProcessInfo_t} grew by two numbers after the first one. */
  private static final List<String> COMPUTE =
      List.of(
          "nvmlDeviceGetComputeRunningProcesses_v3",
          "nvmlDeviceGetComputeRunningProcesses_v2",
          "nvmlDeviceGetComputeRunningProcesses");

  /** Vulkan's count as drawing. */
  private static final List<String> GRAPHICS =
      List.of(
          "nvmlDeviceGetGraphicsRunningProcesses_v3",
          "nvmlDeviceGetGraphicsRunningProcesses_v2",
          "nvmlDeviceGetGraphicsRunningProcesses");

  private static final int NEW_SIZE = 24;
  private static final int OLD_SIZE = 16;
  private static final int MEMORY_OFFSET = 8;
  private static final long NOT_AVAILABLE = -1;
  private static final int WHOLE = 100;

  private final NvmlFunctions nvml;
  private final MemorySegment word;
  private final MemorySegment structure;
  private final MemorySegment processes;

  private final NvmlSensing sensing;
  private final Optional<NvmlShares> shares;

  private NvmlUsageSession(NvmlFunctions nvml, Arena arena, Optional<Map<PciAddress, Long>> told) {
    this.nvml = nvml;
    sensing = new NvmlSensing(nvml, arena);
    shares = told.map(times -> new NvmlShares(nvml, arena, times));
    word = arena.allocate(JAVA_LONG);
    structure = arena.allocate(NvmlStructs.LARGEST, JAVA_LONG.byteAlignment());
    processes = arena.allocate((long) NEW_SIZE * MOST_PROCESSES, JAVA_LONG.byteAlignment());
  }

  /** Between an init and a shutdown of its own. */
  static Reading<List<NvmlUse>> ask(NvmlFunctions nvml) {
    return begin(nvml)
        .flatMap(_ -> {
          try {
            return look(nvml, Optional.empty());
          } finally {
            nvml.call("nvmlShutdown");
          }
        });
  }

  /** Initializes the library, which stays so. */
  static Reading<Boolean> begin(NvmlFunctions nvml) {
    Reading<Integer> begun = nvml.call("nvmlInit_v2").or(() -> nvml.call("nvmlInit"));
    return NvmlStatus.read(begun, () -> true);
  }

  /**
   * Looks once.
   *
   * @param told when shares of processes were last told, which is written on; empty where they are
   *     not asked for
   */
  static Reading<List<NvmlUse>> look(NvmlFunctions nvml, Optional<Map<PciAddress, Long>> told) {
    try (Arena arena = Arena.ofConfined()) {
      return new NvmlUsageSession(nvml, arena, told).gpus();
    }
  }

  private Reading<List<NvmlUse>> gpus() {
    Reading<Integer> counted =
        nvml.call("nvmlDeviceGetCount_v2", word).or(() -> nvml.call("nvmlDeviceGetCount", word));
    return NvmlStatus.read(counted, () -> word.get(JAVA_INT, 0)).map(this::gpus);
  }

  private List<NvmlUse> gpus(int count) {
    List<NvmlUse> all = new ArrayList<>();
    for (int index = 0; index < Math.min(count, MOST_GPUS); index++) {
      gpu(index).asOptional().ifPresent(all::add);
    }
    return all;
  }

  private Reading<NvmlUse> gpu(int index) {
    Reading<Integer> found =
        nvml.at("nvmlDeviceGetHandleByIndex_v2", index, word)
            .or(() -> nvml.at("nvmlDeviceGetHandleByIndex", index, word));
    return NvmlStatus.read(found, () -> word.get(ADDRESS, 0))
        .flatMap(device ->
            address(device)
                .map(address ->
                    new NvmlUse(
                        address, busy(device), users(device, address), sensing.of(device))));
  }

  private Reading<PciAddress> address(MemorySegment device) {
    Reading<Integer> found =
        nvml.of(device, "nvmlDeviceGetPciInfo_v3", structure)
            .or(() -> nvml.of(device, "nvmlDeviceGetPciInfo_v2", structure));
    return NvmlStatus.read(found, () -> NvmlStructs.address(structure))
        .flatMap(address ->
            address
                .map(Reading::known)
                .orElseGet(() -> Reading.unknown("NVML's PCI address cannot be read")));
  }

  /** The first of two numbers; the second is the memory's. */
  private Reading<Integer> busy(MemorySegment device) {
    return NvmlStatus.read(
            nvml.of(device, "nvmlDeviceGetUtilizationRates", structure),
            () -> structure.get(JAVA_INT, 0))
        .flatMap(percent ->
            percent >= 0 && percent <= WHOLE
                ? Reading.known(percent)
                : Reading.unknown("NVML says the GPU is busy for " + percent + " %"));
  }

  private Reading<List<NvmlUse.Occupant>> users(MemorySegment device, PciAddress address) {
    Reading<Map<Integer, Reading<Long>>> computing = list(device, COMPUTE);
    Reading<Map<Integer, Reading<Long>>> drawing = list(device, GRAPHICS);
    if (computing.asOptional().isEmpty() && drawing.asOptional().isEmpty()) {
      return computing.map(_ -> List.of());
    }
    Map<Integer, Reading<Long>> all = new HashMap<>(drawing.orElse(Map.of()));
    all.putAll(computing.orElse(Map.of()));
    Optional<Reading<Map<Integer, Double>>> busy = shares.map(each -> each.of(device, address));
    return Reading.known(
        all.entrySet().stream()
            .map(each ->
                busy.map(told ->
                        new NvmlUse.Occupant(
                            each.getKey(),
                            each.getValue(),
                            told.map(byPid -> byPid.getOrDefault(each.getKey(), 0.0))))
                    .orElseGet(() -> new NvmlUse.Occupant(each.getKey(), each.getValue())))
            .toList());
  }

  private Reading<Map<Integer, Reading<Long>>> list(MemorySegment device, List<String> functions) {
    Reading<Map<Integer, Reading<Long>>> told = Reading.unknown("NVML lists no processes");
    for (String function : functions) {
      word.set(JAVA_LONG, 0, MOST_PROCESSES);
      int size = function.equals(functions.getLast()) ? OLD_SIZE : NEW_SIZE;
      told = NvmlStatus.read(nvml.of(device, function, word, processes), () -> entries(size));
      if (told.asOptional().isPresent()) {
        return told;
      }
    }
    return told;
  }

  private Map<Integer, Reading<Long>> entries(int size) {
    int count = Math.clamp(word.get(JAVA_INT, 0), 0, MOST_PROCESSES);
    Map<Integer, Reading<Long>> found = new HashMap<>();
    for (int at = 0; at < count; at++) {
      int pid = processes.get(JAVA_INT, (long) at * size);
      long memory = processes.get(JAVA_LONG, (long) at * size + MEMORY_OFFSET);
      found.put(pid, memory(memory));
    }
    return found;
  }

  private static Reading<Long> memory(long bytes) {
    return bytes == NOT_AVAILABLE || bytes < 0
        ? Reading.unknown("NVML does not tell the memory of this process")
        : Reading.known(bytes);
  }
}
