package dev.hearth.machine.vulkan;

import java.util.List;
import java.util.Optional;

/**
 * The Vulkan drivers there are, and the kernel drivers each works upon. Source: Mesa's drivers and
 * the kernel interfaces they open; the manifests that distributions and vendors install.
 */
enum KnownIcd {
  RADV("radeon_", "libvulkan_radeon", "amdgpu"),
  AMDVLK("amd_", "amdvlk", "amdgpu"),
  /** The proprietary driver; on Tegra the kernel's part is called nvgpu. */
  NVIDIA("nvidia_", "libGLX_nvidia", "nvidia", "nvgpu"),
  /** The same, as headless servers install it. */
  NVIDIA_HEADLESS("nvidia_", "libEGL_nvidia", "nvidia", "nvgpu"),
  NVK("nouveau_", "libvulkan_nouveau", "nouveau"),
  /** Gen7 and Gen8 only, which ANV left behind. Stands before ANV, whose names begin the same. */
  HASVK("intel_hasvk_", "libvulkan_intel_hasvk", "i915"),
  ANV("intel_", "libvulkan_intel", "i915", "xe"),
  PANVK("panfrost_", "libvulkan_panfrost", "panfrost", "panthor"),
  /** Arm's own, on its kernel driver kbase, which binds under the name mali. */
  MALI("mali", "libmali", "mali"),
  /** Vulkan on Direct3D 12, for WSL2. */
  DOZEN("dzn_", "libvulkan_dzn", "dxgkrnl", "dxg"),
  VENUS("virtio_", "libvulkan_virtio", "virtio_gpu"),
  GFXSTREAM("gfxstream_", "libvulkan_gfxstream", "virtio_gpu"),
  V3DV("broadcom_", "libvulkan_broadcom", "v3d"),
  TURNIP("freedreno_", "libvulkan_freedreno", "msm"),
  HONEYKRISP("asahi_", "libvulkan_asahi", "asahi"),
  POWERVR("powervr_", "libvulkan_powervr", "powervr"),
  IMAGINATION("img", "libVK_IMG", "pvrsrvkm"),
  /** Computes on the CPU: never an acceleration. */
  LAVAPIPE("lvp_", "libvulkan_lvp"),
  /** Computes on the CPU as well; comes with Chromium. */
  SWIFTSHADER("vk_swiftshader", "libvk_swiftshader");

  private final String manifest;
  private final String library;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> kernelDrivers;

  KnownIcd(String manifest, String library, String... kernelDrivers) {
    this.manifest = manifest;
    this.library = library;
    this.kernelDrivers = List.of(kernelDrivers);
  }

  List<String> kernelDrivers() {
    return kernelDrivers;
  }

  boolean software() {
    return kernelDrivers.isEmpty();
  }

  /** Whether it is one of Mesa's for hardware, which are all of one version. */
  boolean mesa() {
    return !software() && library.startsWith("libvulkan_");
  }

  /**
   * The driver of a manifest: by its library, which is what gets loaded, else by its own name.
   *
   * @param manifestName without its folder
   * @param libraryName without its folder
   */
  static Optional<KnownIcd> of(String manifestName, String libraryName) {
    for (KnownIcd each : values()) {
      if (libraryName.startsWith(each.library)) {
        return Optional.of(each);
      }
    }
    for (KnownIcd each : values()) {
      if (manifestName.startsWith(each.manifest)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
