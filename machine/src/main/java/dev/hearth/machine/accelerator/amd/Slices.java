package dev.hearth.machine.accelerator.amd;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Details.Partition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Which partition of a GPU each of its KFD nodes is. Source: {@code current_compute_partition} and
 * {@code current_memory_partition} of the PCI device, and the partition's number in {@code
 * location_id}: in its highest bits, or, on Linux 6.5 to 6.8, in place of the PCI function.
 */
final class Slices {
  private static final String WHOLE = "SPX";

  private Slices() {}

  /**
   * One partition, or the whole GPU.
   *
   * @param node its KFD node; empty where KFD has none
   * @param partition which it is; unknown for GPUs that cannot be partitioned
   * @param sliced whether it is less than the whole GPU
   */
  record Slice(Optional<KfdNode> node, Reading<Partition> partition, boolean sliced) {}

  static List<Slice> of(Machine machine, String path, List<KfdNode> nodes) {
    Reading<String> compute = mode(machine, path + "/current_compute_partition");
    Reading<String> memory = mode(machine, path + "/current_memory_partition");
    boolean parted = compute.asOptional().filter(mode -> !mode.equals(WHOLE)).isPresent();
    if (nodes.isEmpty()) {
      Reading<Partition> partition =
          parted
              ? Reading.unknown("KFD shows no node of its partitions")
              : compute.map(_ -> new Partition(0, 1, compute, memory));
      return List.of(new Slice(Optional.empty(), partition, false));
    }
    if (nodes.size() == 1 && !parted) {
      Reading<Partition> partition = compute.map(_ -> new Partition(0, 1, compute, memory));
      return List.of(new Slice(Optional.of(nodes.getFirst()), partition, false));
    }
    List<Integer> numbers = numbers(nodes);
    int count = Math.max(partitions(compute), nodes.size());
    for (int number : numbers) {
      count = Math.max(count, number + 1);
    }
    List<Slice> slices = new ArrayList<>();
    for (int at = 0; at < nodes.size(); at++) {
      Partition partition = new Partition(numbers.get(at), count, compute, memory);
      slices.add(new Slice(Optional.of(nodes.get(at)), Reading.known(partition), true));
    }
    return slices;
  }

  /** How many a mode makes; CPX makes as many as the GPU has compute dies, which the nodes tell. */
  private static int partitions(Reading<String> compute) {
    return switch (compute.orElse(WHOLE)) {
      case "DPX" -> 2;
      case "TPX" -> 3;
      case "QPX" -> 4;
      default -> 1;
    };
  }

  private static List<Integer> numbers(List<KfdNode> nodes) {
    boolean high = nodes.stream().anyMatch(node -> node.highPartition() > 0);
    List<Integer> numbers =
        nodes.stream()
            .map(node -> high ? node.highPartition() : node.address().function())
            .toList();
    if (new HashSet<>(numbers).size() == nodes.size()) {
      return numbers;
    }
    // Whatever the numbers mean, two partitions are never one: KFD's order is as good.
    List<Integer> order = new ArrayList<>();
    for (int at = 0; at < nodes.size(); at++) {
      order.add(at);
    }
    return order;
  }

  private static Reading<String> mode(Machine machine, String file) {
    return machine
        .text(file)
        .flatMap(text ->
            text.isEmpty() || text.length() > 16
                ? Reading.unknown(file + " names no mode")
                : Reading.known(text));
  }
}
