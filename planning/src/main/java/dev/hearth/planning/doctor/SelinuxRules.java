package dev.hearth.planning.doctor;

import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.host.Security;
import dev.hearth.machine.host.Security.Selinux;
import dev.hearth.planning.remedy.Remedies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether SELinux lets containers use device nodes, by its booleans. */
final class SelinuxRules {
  private static final About SELINUX = About.area("selinux");
  private static final String ALL = "container_use_devices";
  private static final String SOURCE = "container-selinux: container.te; Ollama docs: docker.mdx";

  private SelinuxRules() {}

  static List<Finding> examine(Case examined, List<DeviceNode> nodes) {
    Security security = examined.host().security();
    if (security.selinux() != Selinux.ENFORCING) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    Map<String, List<String>> paths = new LinkedHashMap<>();
    nodes.forEach(
        node -> paths.computeIfAbsent(booleanOf(node), _ -> new ArrayList<>()).add(node.path()));
    paths.forEach((name, each) -> findings.add(finding(examined, name, String.join(", ", each))));
    return findings;
  }

  /** Whether it enforces, and no boolean is known to let containers use all of these. */
  static boolean refuses(Security security, List<DeviceNode> nodes) {
    Map<String, Boolean> booleans = security.booleans();
    return security.selinux() == Selinux.ENFORCING
        && !booleans.getOrDefault(ALL, false)
        && !nodes.stream().allMatch(node -> booleans.getOrDefault(booleanOf(node), false));
  }

  /**
   * The boolean of a node's type: dri_device_t, xserver_misc_device_t, hsa_device_t for /dev/kfd.
   */
  private static String booleanOf(DeviceNode node) {
    return switch (node.role()) {
      case RENDER, CARD -> "container_use_dri_devices";
      case NVIDIA, NVIDIA_CONTROL, NVIDIA_INSTANCE -> "container_use_xserver_devices";
      case KFD, MALI, ACCEL, DXG -> ALL;
    };
  }

  private static Finding finding(Case examined, String name, String nodes) {
    Map<String, Boolean> booleans = examined.host().security().booleans();
    String id = name.replace('_', '-');
    boolean all = booleans.getOrDefault(ALL, false);
    if (all || booleans.getOrDefault(name, false)) {
      return SELINUX
          .pass(id, "SELinux lets containers use " + nodes)
          .because((all ? ALL : name) + " is on")
          .source(SOURCE);
    }
    if (!booleans.containsKey(name) && !booleans.containsKey(ALL)) {
      return SELINUX
          .skip(
              id, "SELinux enforces, and whether it lets containers use " + nodes + " is not known")
          .because("/sys/fs/selinux/booleans has neither " + ALL + " nor " + name)
          .remedy("getsebool -a | grep container_use  # tells it")
          .source(SOURCE);
    }
    return SELINUX
        .warn(id, "SELinux keeps containers from " + nodes + ", unless they run without a label")
        .because(name + " is off")
        .remedy(
            Remedies.remark(
                examined.remedies().setBoolean(name),
                "or for this container only: SecurityLabelDisable=true (CDI does not lift it)"))
        .source(SOURCE);
  }
}
