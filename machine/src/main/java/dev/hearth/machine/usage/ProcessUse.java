package dev.hearth.machine.usage;

import dev.hearth.machine.Reading;
import java.util.List;
import java.util.Optional;

/**
 * What one process does on the accelerators.
 *
 * @param pid its number
 * @param program its name
 * @param owner to what it belongs
 * @param parts one for each accelerator that it uses
 */
public record ProcessUse(int pid, Reading<String> program, Owner owner, List<Part> parts) {
  public ProcessUse {
    parts = List.copyOf(parts);
  }

  /**
   * What it does on one accelerator.
   *
   * @param accelerator the id
   * @param memoryBytes what its data takes there
   * @param busyShare the part of the time since the last look that the accelerator worked for it, 0
   *     to 1
   * @param queues KFD's compute queues; empty where it is no part of KFD
   * @param occupancy compute units that work for it now, where KFD tells
   */
  public record Part(
      String accelerator,
      Reading<Long> memoryBytes,
      Reading<Double> busyShare,
      Optional<Integer> queues,
      Reading<Long> occupancy) {}
}
