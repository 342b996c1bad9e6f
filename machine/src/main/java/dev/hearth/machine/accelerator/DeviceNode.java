package dev.hearth.machine.accelerator;

import dev.hearth.machine.Access;
import dev.hearth.machine.FileStatus;
import dev.hearth.machine.Reading;

/**
 * A file under /dev that a program opens to use an accelerator.
 *
 * @param path such as /dev/dri/renderD128
 * @param role what it is for
 * @param status mode and owner; unknown where it does not exist
 * @param access what this user may do with it, asked of the kernel
 */
public record DeviceNode(
    String path, Role role, Reading<FileStatus> status, Reading<Access> access) {
  /** What a node is for. */
  public enum Role {
    /** DRM render node: Vulkan, VA-API, OpenCL, and memory for ROCm. */
    RENDER,
    /** DRM primary node: displays. */
    CARD,
    /** /dev/kfd, one for all AMD GPUs. */
    KFD,
    /** /dev/accel/accelN: NPUs. */
    ACCEL,
    /** /dev/nvidiaN. */
    NVIDIA,
    /** /dev/nvidiactl, nvidia-uvm, nvidia-uvm-tools, nvidia-modeset. */
    NVIDIA_CONTROL,
    /** /dev/nvidia-caps/nvidia-capN: one instance of a GPU that MIG cuts, only ever read. */
    NVIDIA_INSTANCE,
    /** /dev/mali0 of the vendor's kbase driver. */
    MALI,
    /** /dev/dxg, the GPU paravirtualisation of WSL2. */
    DXG
  }

  public boolean present() {
    return status.asOptional().isPresent();
  }

  public boolean usable() {
    return access.asOptional().filter(Access::readWrite).isPresent();
  }

  /** The path that udev gives the render node of the card at this address. */
  public static String renderPath(PciAddress address) {
    return "/dev/dri/by-path/pci-" + address + "-render";
  }
}
