package dev.hearth.planning.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The order in which findings are read: by backend and by who runs the service, those with a
 * failure first, then those with a warning; of a backend what is general before what is one
 * accelerator's.
 */
final class FindingOrder {
  private FindingOrder() {}

  static List<Finding> of(Collection<Finding> findings) {
    Map<String, List<Finding>> blocks = new LinkedHashMap<>();
    findings.forEach(
        finding -> blocks.computeIfAbsent(block(finding), _ -> new ArrayList<>()).add(finding));
    return blocks.values().stream()
        .sorted(Comparator.comparingInt(FindingOrder::rank))
        .flatMap(block -> inside(block).stream())
        .toList();
  }

  private static String block(Finding finding) {
    return finding.id().substring(0, Math.max(0, finding.id().indexOf('.')));
  }

  /** A failure, a warning, or neither: what is merely skipped comes in the catalog's order. */
  private static int rank(List<Finding> block) {
    Status worst = block.stream().map(Finding::status).min(Comparator.naturalOrder()).orElseThrow();
    return switch (worst) {
      case FAIL -> 0;
      case WARN -> 1;
      case SKIP, PASS -> 2;
    };
  }

  private static List<Finding> inside(List<Finding> block) {
    Map<Optional<String>, List<Finding>> groups = new LinkedHashMap<>();
    groups.put(Optional.empty(), new ArrayList<>());
    block.forEach(finding ->
        groups.computeIfAbsent(finding.acceleratorId(), _ -> new ArrayList<>()).add(finding));
    return groups.values().stream()
        .flatMap(group -> group.stream().sorted(Comparator.comparing(Finding::status)))
        .toList();
  }
}
