package dev.hearth.machine.accelerator.amd;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.Map;
import java.util.Set;

/**
 * The memory KFD lists for a node: on a discrete GPU its VRAM, in a partition the partition's
 * share; on an APU, by kernel, the carve-out or what the GPU may have of the system's. Source:
 * {@code mem_banks/K/properties}, bytes, heap type 1 (visible to the processor) and 2 (not).
 */
final class KfdMemory {
  /** More banks than any GPU has. */
  private static final int MOST_BANKS = 16;

  /** More bytes than 16 banks could sum up to without overflow. */
  private static final long LARGEST_BANK = Long.MAX_VALUE / MOST_BANKS;

  private static final Set<String> WANTED = Set.of("heap_type", "size_in_bytes");

  private KfdMemory() {}

  /** All of it. */
  static Reading<Long> total(Machine machine, KfdNode node) {
    return sum(machine, node, false);
  }

  /** What of it is taken, on kernels that tell. Source: {@code mem_banks/K/used_memory}. */
  static Reading<Long> used(Machine machine, KfdNode node) {
    return sum(machine, node, true);
  }

  private static Reading<Long> sum(Machine machine, KfdNode node, boolean used) {
    String banks = node.path() + "/mem_banks";
    long sum = 0;
    boolean any = false;
    for (String bank : machine.namesOrNone(banks).stream().limit(MOST_BANKS).toList()) {
      String folder = banks + "/" + bank;
      Map<String, Long> facts = KfdProperties.read(machine, folder + "/properties", WANTED);
      long heap = facts.getOrDefault("heap_type", 0L);
      if (heap == 1 || heap == 2) {
        long bytes =
            used
                ? machine.number(folder + "/used_memory").orElse(-1L)
                : facts.getOrDefault("size_in_bytes", 0L);
        if (bytes > (used ? -1 : 0) && bytes <= LARGEST_BANK) {
          sum += bytes;
          any = true;
        }
      }
    }
    return any
        ? Reading.known(sum)
        : Reading.unknown(
            banks + (used ? " does not tell what is used" : " lists no memory of the GPU"));
  }
}
