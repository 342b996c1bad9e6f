package dev.hearth.cli.report;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Which accelerators a person need not see one by one: the partitions of one card. */
final class Alike {
  private Alike() {}

  /** The accelerators in their order, those together of which the same is to be said. */
  static List<List<Accelerator>> groups(
      List<Accelerator> all, Function<Accelerator, List<BackendLine>> backends) {
    List<List<Accelerator>> groups = new ArrayList<>();
    for (Accelerator each : all) {
      boolean joins = !groups.isEmpty() && together(groups.getLast().getFirst(), each, backends);
      if (!joins) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(each);
    }
    return groups;
  }

  private static boolean together(
      Accelerator one, Accelerator other, Function<Accelerator, List<BackendLine>> backends) {
    return isPartition(one)
        && isPartition(other)
        && one.pci().map(pci -> pci.address()).equals(other.pci().map(pci -> pci.address()))
        && one.name().equals(other.name())
        && one.memory().dedicated().equals(other.memory().dedicated())
        && backends.apply(one).equals(backends.apply(other));
  }

  private static boolean isPartition(Accelerator each) {
    return each.details() instanceof Details.Amd amd && amd.partition().asOptional().isPresent();
  }
}
