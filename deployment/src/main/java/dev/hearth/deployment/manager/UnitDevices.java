package dev.hearth.deployment.manager;

import java.util.List;
import java.util.Map;

/** Which device nodes a unit's settings leave to its program. Pure. */
final class UnitDevices {
  /** Kinds of devices by the kernel's names, as DeviceAllow= takes them. */
  private static final Map<String, String> KINDS =
      Map.of(
          "/dev/dri/", "char-drm",
          "/dev/kfd", "char-kfd",
          "/dev/nvidia", "char-nvidia",
          "/dev/accel/", "char-accel");

  private UnitDevices() {}

  /** Whether the program may open the node, as far as the unit says. */
  static boolean allows(UnitStatus status, String node) {
    if (status.property("PrivateDevices").equals("yes")) {
      return false;
    }
    List<String> allowed = List.of(status.property("DeviceAllow").split("\\s+", -1));
    String policy = status.property("DevicePolicy");
    // Any DeviceAllow= makes the policy auto a closed one.
    boolean closed =
        policy.equals("strict")
            || policy.equals("closed")
            || allowed.stream().anyMatch(UnitDevices::isDevice);
    return !closed
        || allowed.contains(node)
        || allowed.stream().anyMatch(kind -> ofKind(kind, node));
  }

  private static boolean isDevice(String word) {
    return word.startsWith("/dev/") || word.startsWith("char-");
  }

  private static boolean ofKind(String kind, String node) {
    String plain = kind.endsWith("*") ? kind.substring(0, kind.length() - 1) : kind;
    return KINDS.entrySet().stream()
        .anyMatch(each -> node.startsWith(each.getKey()) && plain.startsWith(each.getValue()));
  }
}
