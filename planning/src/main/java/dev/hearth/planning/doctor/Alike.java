package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says once what is the same for accelerators of one kind, as the partitions of a card. */
final class Alike {
  private record Kind(String vendor, Reading<String> name, Reading<String> architecture) {}

  private record Same(Finding finding, Kind kind) {}

  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  Alike(List<Accelerator> accelerators) {
    for (Accelerator each : accelerators) {
      kinds.put(each.id(), new Kind(each.vendor().label(), each.name(), each.architecture()));
    }
  }

  /** The same findings, of which those equal but for the accelerator are left out but the first. */
  List<Finding> merge(Collection<Finding> findings) {
    Map<Same, List<Finding>> same = new LinkedHashMap<>();
    List<List<Finding>> all = new ArrayList<>();
    for (Finding finding : findings) {
      Optional<Same> key = key(finding);
      if (key.isEmpty()) {
        all.add(List.of(finding));
        continue;
      }
      List<Finding> known = same.get(key.get());
      if (known == null) {
        known = new ArrayList<>();
        same.put(key.get(), known);
        all.add(known);
      }
      known.add(finding);
    }
    return all.stream().map(Alike::said).toList();
  }

  private Optional<Same> key(Finding finding) {
    return finding
        .acceleratorId()
        .flatMap(id -> Optional.ofNullable(kinds.get(id)))
        .map(kind -> new Same(finding.accelerator(Optional.empty()), kind));
  }

  private static Finding said(List<Finding> same) {
    Finding first = same.getFirst();
    return same.size() == 1
        ? first
        : first.evidence(
            first.evidence()
                + (first.evidence().isEmpty() ? "" : "; ")
                + "and "
                + (same.size() - 1)
                + " more like it");
  }
}
