package dev.hearth.machine.nvml;

import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Numbers;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who uses NVIDIA's GPUs as nvidia-smi prints it: for machines whose library cannot be loaded. It
 * lists what computes, not what draws.
 */
public final class NvidiaSmiUsage implements NvmlUsage {
  private static final String[] GPUS = {
    "nvidia-smi",
    "--query-gpu="
        + "pci.bus_id,utilization.gpu,memory.total,memory.used,power.draw,temperature.gpu,"
        + "clocks.sm,clocks.mem",
    "--format=csv,noheader,nounits"
  };
  private static final String[] PROCESSES = {
    "nvidia-smi", "--query-compute-apps=gpu_bus_id,pid,used_memory", "--format=csv,noheader,nounits"
  };
  private static final int MIB_SHIFT = 20;
  private static final long MOST_MIB = 1L << 40;
  private static final int WHOLE = 100;
  private static final int MEMORY = 2;
  private static final int POWER = 4;
  private static final int TEMPERATURE = 5;
  private static final int CLOCKS = 6;
  private static final long MOST_CELSIUS = 200;
  private static final long MOST_MHZ = 100_000;

  private final Supplier<Machine> machine;

  /**
   * Asks by starting the program.
   *
   * @param machine a view of the machine that remembers nothing of earlier ones
   */
  public NvidiaSmiUsage(Supplier<Machine> machine) {
    this.machine = machine;
  }

  @Override
  public Reading<List<NvmlUse>> now() {
    Machine now = machine.get();
    Reading<List<List<String>>> processes = rows(now, PROCESSES);
    return rows(now, GPUS).map(gpus -> gpus(gpus, processes));
  }

  private static List<NvmlUse> gpus(
      List<List<String>> gpus, Reading<List<List<String>>> processes) {
    Reading<Map<PciAddress, List<NvmlUse.Occupant>>> byGpu = processes.map(NvidiaSmiUsage::byGpu);
    List<NvmlUse> all = new ArrayList<>();
    for (List<String> row : gpus) {
      PciAddress.parse(row.getFirst())
          .ifPresent(address ->
              all.add(
                  new NvmlUse(
                      address,
                      percent(row),
                      byGpu.map(each -> each.getOrDefault(address, List.of())),
                      sensors(row))));
    }
    return List.copyOf(all);
  }

  private static Map<PciAddress, List<NvmlUse.Occupant>> byGpu(List<List<String>> rows) {
    Map<PciAddress, List<NvmlUse.Occupant>> byGpu = new HashMap<>();
    for (List<String> row : rows) {
      Optional<PciAddress> address = PciAddress.parse(row.getFirst());
      Optional<Long> pid = cell(row, 1, Integer.MAX_VALUE).asOptional();
      if (address.isPresent() && pid.isPresent()) {
        byGpu
            .computeIfAbsent(address.get(), _ -> new ArrayList<>())
            .add(
                new NvmlUse.Occupant(
                    pid.get().intValue(), cell(row, 2, MOST_MIB).map(mib -> mib << MIB_SHIFT)));
      }
    }
    return byGpu;
  }

  private static NvmlSensors sensors(List<String> row) {
    return new NvmlSensors(
        cell(row, MEMORY, MOST_MIB)
            .flatMap(total ->
                cell(row, MEMORY + 1, MOST_MIB)
                    .map(used -> new NvmlGpu.Memory(total << MIB_SHIFT, used << MIB_SHIFT))),
        decimal(row, POWER),
        cell(row, TEMPERATURE, MOST_CELSIUS).map(Long::doubleValue),
        cell(row, CLOCKS, MOST_MHZ).map(Long::intValue),
        cell(row, CLOCKS + 1, MOST_MHZ).map(Long::intValue));
  }

  /** A number as 55.84. */
  private static Reading<Double> decimal(List<String> row, int index) {
    String text = index < row.size() ? row.get(index) : "";
    return text.matches("[0-9]{1,6}([.][0-9]{1,6})?")
        ? Reading.known(Double.parseDouble(text))
        : Reading.unknown("nvidia-smi says " + (text.isEmpty() ? "nothing" : text));
  }

  private static Reading<Integer> percent(List<String> row) {
    return cell(row, 1, WHOLE).map(Long::intValue);
  }

  private static Reading<Long> cell(List<String> row, int index, long most) {
    if (index >= row.size()) {
      return Reading.unknown("nvidia-smi's line is cut off");
    }
    return Numbers.parse(row.get(index), "nvidia-smi")
        .flatMap(value ->
            value >= 0 && value <= most
                ? Reading.known(value)
                : Reading.unknown("nvidia-smi says " + Long.toUnsignedString(value)));
  }

  private static Reading<List<List<String>>> rows(Machine machine, String[] command) {
    return machine
        .output(command)
        .flatMap(finished ->
            finished.succeeded()
                ? Reading.known(rows(finished))
                : Reading.unknown("nvidia-smi ended with " + finished.exitCode()));
  }

  private static List<List<String>> rows(Finished finished) {
    return finished
        .stdout()
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> List.of(line.split(",", -1)).stream().map(String::strip).toList())
        .toList();
  }
}
