package dev.hearth.machine.usage;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.List;

/**
 * What a process does on one AMD GPU through /dev/kfd. Source: /sys/class/kfd/kfd/proc/PID, where
 * PID is the host's number; everybody may read it. The folder is there as soon as /dev/kfd is open,
 * so it alone means nothing.
 *
 * @param queues compute queues on this GPU
 * @param vramBytes {@code vram_ID}; small on integrated GPUs, whose data lies in GTT
 * @param copyMicros {@code sdma_ID}, how long the copy engines worked
 * @param occupancy {@code stats_ID/cu_occupancy}, compute units in use now, where the generation
 *     tells
 */
public record KfdUse(
    int queues, Reading<Long> vramBytes, Reading<Long> copyMicros, Reading<Long> occupancy) {
  private static final String PROC = "/sys/class/kfd/kfd/proc/";

  /** The other types copy, or are the driver's own. */
  private static final long COMPUTE = 0;

  private static final int MOST_QUEUES = 1024;

  /** What a process does on the GPU of an id; unknown where it has no part in KFD. */
  public static Reading<KfdUse> read(Machine machine, int pid, long gpuId) {
    String folder = PROC + pid;
    String gpu = Long.toUnsignedString(gpuId);
    return machine
        .names(folder)
        .map(_ ->
            new KfdUse(
                queues(machine, folder + "/queues", gpuId),
                machine.number(folder + "/vram_" + gpu),
                machine.number(folder + "/sdma_" + gpu),
                machine.number(folder + "/stats_" + gpu + "/cu_occupancy")));
  }

  /** Whether KFD tells anything of any process here. */
  public static Reading<Boolean> told(Machine machine) {
    return machine.names(PROC.substring(0, PROC.length() - 1)).map(_ -> true);
  }

  /** The processes that KFD lists, by the host's numbers. */
  static List<Integer> pids(Machine machine) {
    return machine.namesOrNone(PROC.substring(0, PROC.length() - 1)).stream()
        .flatMap(name -> ProcessId.pid(name).stream())
        .toList();
  }

  private static int queues(Machine machine, String folder, long gpuId) {
    List<String> names = machine.namesOrNone(folder).stream().limit(MOST_QUEUES).toList();
    return (int)
        names.stream()
            .map(name -> folder + "/" + name)
            .filter(queue -> machine.number(queue + "/gpuid").equals(Reading.known(gpuId)))
            .filter(queue -> machine.number(queue + "/type").orElse(COMPUTE) == COMPUTE)
            .count();
  }
}
