package dev.hearth.evidence.witness;

import dev.hearth.evidence.sample.Subject;
import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Weight;
import dev.hearth.evidence.verdict.Witness;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which device nodes the service sees. Nodes that are there prove nothing; where one kind is
 * missing it cannot compute. A container may have given them other numbers, so any number of a kind
 * will do.
 */
public final class NodesObserver implements Observer {
  /** Render nodes are numbered from 128; no machine here has more. */
  private static final int MOST = 16;

  private static final int FIRST_RENDER = 128;

  /** The paths to ask the service for. */
  public static List<String> wanted(Subject subject) {
    Set<String> paths = new TreeSet<>();
    needed(subject).values().forEach(paths::addAll);
    return List.copyOf(paths);
  }

  @Override
  public Testimony testify(Observation observation) {
    Map<Role, Set<String>> needed = needed(observation.subject());
    if (needed.isEmpty()) {
      return Testimony.silent(Witness.DEVICE_NODES, "this accelerator has no node to look for");
    }
    return switch (observation.inside()) {
      case Reading.Unknown<Set<String>>(String reason) ->
          Testimony.silent(Witness.DEVICE_NODES, reason);
      case Reading.Known<Set<String>>(Set<String> seen) -> testify(needed, seen);
    };
  }

  private static Testimony testify(Map<Role, Set<String>> needed, Set<String> seen) {
    List<String> missing = new ArrayList<>();
    Set<String> present = new TreeSet<>();
    needed
        .values()
        .forEach(paths -> {
          if (paths.stream().noneMatch(seen::contains)) {
            missing.add(paths.iterator().next());
          }
          paths.stream().filter(seen::contains).forEach(present::add);
        });
    return missing.isEmpty()
        ? Testimony.speaking(
            Witness.DEVICE_NODES,
            Weight.NECESSARY,
            "the service sees " + String.join(", ", present))
        : Testimony.against(
            Witness.DEVICE_NODES,
            Weight.NECESSARY,
            "the service does not see " + String.join(", ", missing));
  }

  /** By kind, the paths of which one is needed, the accelerator's own first. */
  private static Map<Role, Set<String>> needed(Subject subject) {
    Map<Role, Set<String>> needed = new EnumMap<>(Role.class);
    for (DeviceNode node :
        subject.accelerators().stream().flatMap(each -> each.nodes().stream()).toList()) {
      if (node.present() && isNeeded(subject, node.role())) {
        Set<String> paths =
            needed.computeIfAbsent(node.role(), _ -> new java.util.LinkedHashSet<>());
        paths.add(node.path());
        paths.addAll(renamed(node));
      }
    }
    return needed;
  }

  private static List<String> renamed(DeviceNode node) {
    String stem = node.path().replaceFirst("\\d+$", "");
    if (stem.equals(node.path())) {
      return List.of();
    }
    int first = node.role() == Role.RENDER ? FIRST_RENDER : 0;
    List<String> others = new ArrayList<>();
    for (int number = first; number < first + MOST; number++) {
      others.add(stem + number);
    }
    return others;
  }

  private static boolean isNeeded(Subject subject, Role role) {
    return switch (subject.backend()) {
      case CPU -> false;
      case ROCM -> role == Role.KFD || role == Role.RENDER || role == Role.DXG;
      case CUDA -> role == Role.NVIDIA || role == Role.DXG;
      case OPENVINO -> role == Role.RENDER || role == Role.ACCEL || role == Role.DXG;
      case ARMNN -> role == Role.MALI;
      case RKNN -> role == Role.RENDER;
      case VULKAN ->
          role == Role.RENDER || role == Role.NVIDIA || role == Role.MALI || role == Role.DXG;
    };
  }
}
