package dev.hearth.machine.host;

import dev.hearth.machine.Machine;

/** Reads the computer around the accelerators. Nothing of it throws, whatever the files hold. */
public final class HostProbe {
  private HostProbe() {}

  /** How far to go. */
  public enum Depth {
    /** Files alone: what a container engine would have to be asked for is unknown. */
    QUICK,
    /** Container engines are asked too, where that neither starts nor makes anything. */
    THOROUGH
  }

  /** Who runs this: the part of a host that others may want before the rest is known. */
  public static Account account(Machine machine) {
    return Accounts.read(machine);
  }

  /**
   * The host by its files alone.
   *
   * @param cdi the specifications, which another probe reads
   * @param vulkan the drivers, which another probe reads
   */
  public static Host read(Machine machine, Cdi cdi, VulkanDrivers vulkan) {
    return read(machine, Depth.QUICK, cdi, vulkan);
  }

  /** The host to a depth. */
  public static Host read(Machine machine, Depth depth, Cdi cdi, VulkanDrivers vulkan) {
    CpuInfo cpu = Processors.info(machine);
    Account account = Accounts.read(machine);
    return new Host(
        OperatingSystems.read(machine, cpu),
        Processors.read(machine, cpu),
        Memories.read(machine),
        DiskPlaces.read(machine, account),
        account,
        SecurityRules.read(machine),
        ContainerEngines.read(machine, account, depth),
        cdi,
        Services.read(machine, account),
        vulkan);
  }
}
