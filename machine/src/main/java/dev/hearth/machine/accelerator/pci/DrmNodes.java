package dev.hearth.machine.accelerator.pci;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.DeviceNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The DRM and accel nodes of a machine, by the device each belongs to: a PCI address, or the name
 * of a platform device such as {@code fb000000.gpu} or {@code amdgpu_xcp_1}. A render node is no
 * proof of a GPU: NPUs and display engines have them too. Source: {@code
 * /sys/class/drm/{cardN,renderDN}/device}, {@code /sys/class/accel/accelN/device}.
 */
public final class DrmNodes {
  private static final String DRM = "/sys/class/drm";
  private static final String ACCEL = "/sys/class/accel";
  private static final String RENDER = "renderD";

  private final Map<String, List<DeviceNode>> byDevice = new TreeMap<>();
  private final Map<String, String> deviceByNode = new TreeMap<>();

  private DrmNodes() {}

  /** All nodes of a machine. */
  public static DrmNodes of(Machine machine) {
    DrmNodes nodes = new DrmNodes();
    for (String name : machine.namesOrNone(DRM)) {
      if (isNumbered(name, "card")) {
        nodes.add(machine, DRM + "/" + name, "/dev/dri/" + name, DeviceNode.Role.CARD);
      } else if (isNumbered(name, RENDER)) {
        nodes.add(machine, DRM + "/" + name, "/dev/dri/" + name, DeviceNode.Role.RENDER);
      }
    }
    for (String name : machine.namesOrNone(ACCEL)) {
      if (isNumbered(name, "accel")) {
        nodes.add(machine, ACCEL + "/" + name, "/dev/accel/" + name, DeviceNode.Role.ACCEL);
      }
    }
    return nodes;
  }

  /** The names of all devices that have a node, sorted. */
  public Set<String> devices() {
    return Collections.unmodifiableSet(byDevice.keySet());
  }

  /** The nodes of a device; none where it has none. */
  public List<DeviceNode> of(String device) {
    return List.copyOf(byDevice.getOrDefault(device, List.of()));
  }

  /** The device behind a render node: 128 for /dev/dri/renderD128. */
  public Optional<String> deviceOfRender(long minor) {
    return Optional.ofNullable(deviceByNode.get("/dev/dri/" + RENDER + minor));
  }

  private void add(Machine machine, String entry, String path, DeviceNode.Role role) {
    device(machine, entry)
        .asOptional()
        .ifPresent(device -> {
          byDevice
              .computeIfAbsent(device, _ -> new ArrayList<>())
              .add(Nodes.of(machine, path, role));
          deviceByNode.put(path, device);
        });
  }

  /** The device's own name; a copied tree may have lost one of the two links. */
  private static Reading<String> device(Machine machine, String entry) {
    return machine
        .targetName(entry + "/device")
        .or(() -> machine.target(entry).flatMap(target -> folderAboveClass(entry, target)));
  }

  /** From {@code …/0000:c4:00.0/drm/renderD128} the part before the class. */
  private static Reading<String> folderAboveClass(String entry, String target) {
    String[] parts = target.split("/", -1);
    return parts.length >= 3 && !parts[parts.length - 3].isEmpty()
        ? Reading.known(parts[parts.length - 3])
        : Reading.unknown(entry + " tells no device");
  }

  /** Whether a name is the prefix and a number: card0, but not card0-HDMI-A-1. */
  private static boolean isNumbered(String name, String prefix) {
    if (!name.startsWith(prefix) || name.length() == prefix.length()) {
      return false;
    }
    for (int at = prefix.length(); at < name.length(); at++) {
      if (name.charAt(at) < '0' || name.charAt(at) > '9') {
        return false;
      }
    }
    return true;
  }
}
