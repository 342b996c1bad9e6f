package dev.hearth.machine.host;

/**
 * The computer around the accelerators.
 *
 * @param system kernel, distribution, virtualisation
 * @param processor the CPU
 * @param memory RAM
 * @param disks the disks where images and models go
 * @param account who runs this, and what the groups allow
 * @param security SELinux and AppArmor
 * @param engines Podman, Docker and what else starts containers
 * @param cdi the container device interface specifications
 * @param services systemd and the control groups
 * @param vulkan the installed Vulkan drivers
 */
public record Host(
    OperatingSystem system,
    Processor processor,
    Memory memory,
    Disks disks,
    Account account,
    Security security,
    Engines engines,
    Cdi cdi,
    ServiceManagement services,
    VulkanDrivers vulkan) {}
