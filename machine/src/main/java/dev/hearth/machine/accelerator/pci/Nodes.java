package dev.hearth.machine.accelerator.pci;

import dev.hearth.machine.Machine;
import dev.hearth.machine.accelerator.DeviceNode;

/** Asks a machine for one device node. */
public final class Nodes {
  private Nodes() {}

  /** The node at a path, be it present or not. */
  public static DeviceNode of(Machine machine, String path, DeviceNode.Role role) {
    return new DeviceNode(path, role, machine.status(path), machine.access(path));
  }
}
