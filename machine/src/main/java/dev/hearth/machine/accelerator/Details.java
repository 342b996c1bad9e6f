package dev.hearth.machine.accelerator;

import dev.hearth.machine.Reading;
import java.util.List;

/** What only one vendor's accelerators have. */
public sealed interface Details {

  /**
   * An AMD GPU.
   *
   * @param gfxSource where the gfx target comes from
   * @param kfdNode its number in /sys/class/kfd/kfd/topology/nodes; unknown where KFD has no such
   *     GPU
   * @param gpuId its {@code gpu_id} there, under which /sys/class/kfd/kfd/proc accounts memory
   * @param uniqueId {@code unique_id}, unsigned; HIP's UUID is GPU- and its 16 hexadecimal digits
   * @param partition which slice of a partitioned MI300 this is
   * @param mecFirmware version of the compute firmware, KFD {@code fw_version}
   * @param wavefront threads that run in step: 32 or 64
   */
  record Amd(
      GfxSource gfxSource,
      Reading<Integer> kfdNode,
      Reading<Long> gpuId,
      Reading<Long> uniqueId,
      Reading<Partition> partition,
      Reading<Integer> mecFirmware,
      Reading<Integer> wavefront)
      implements Details {}

  /** How the gfx target was learnt. */
  enum GfxSource {
    /** KFD's {@code gfx_target_version}. */
    KFD,
    /** The graphics version in {@code ip_discovery}, without KFD. */
    IP_DISCOVERY,
    /** The PCI device id, for kernels that tell neither. */
    DEVICE_ID,
    /** Not learnt. */
    NONE
  }

  /**
   * A slice of a partitioned MI300.
   *
   * @param index which, from 0
   * @param count how many the GPU has
   * @param compute {@code SPX}, {@code DPX}, {@code CPX}, …
   * @param memory {@code NPS1}, {@code NPS4}, …
   */
  record Partition(int index, int count, Reading<String> compute, Reading<String> memory) {}

  /**
   * An NVIDIA GPU.
   *
   * @param moduleVersion the loaded kernel module, as 550.163.01. Source:
   *     /proc/driver/nvidia/version, /sys/module/nvidia/version
   * @param openModule whether it is the open kernel module
   * @param libraryVersion the user-space driver, by NVML or the name of libcuda.so.VERSION
   * @param cudaVersion the newest CUDA the driver speaks, as 12.4
   * @param minor N of /dev/nvidiaN
   * @param uuid as CUDA_VISIBLE_DEVICES and CDI take it
   * @param mig whether it is cut into instances
   * @param nvml what NVML answered, in a word: "asked", or why not
   * @param jetson the version of Jetson Linux, as 36.4.3; unknown where there is no Jetson board
   */
  record Nvidia(
      Reading<String> moduleVersion,
      Reading<Boolean> openModule,
      Reading<String> libraryVersion,
      Reading<String> cudaVersion,
      Reading<Integer> minor,
      Reading<String> uuid,
      Reading<Boolean> mig,
      Reading<String> nvml,
      Reading<String> jetson)
      implements Details {}

  /**
   * An Intel GPU or NPU.
   *
   * @param generation as "Xe-HPG (Alchemist)", "Gen12"; by the built-in table
   * @param maxClockMhz highest clock
   */
  record Intel(Reading<String> generation, Reading<Integer> maxClockMhz) implements Details {}

  /**
   * An Arm Mali GPU.
   *
   * @param model as Mali-G610
   * @param libmali the closed user-space library on this host, which Immich's armnn wants
   * @param csfFirmware /lib/firmware/mali_csffw.bin, which GPUs with a command stream front end
   *     want
   * @param csf whether this GPU has a command stream front end
   */
  record Mali(
      Reading<String> model,
      Reading<String> libmali,
      Reading<String> csfFirmware,
      Reading<Boolean> csf)
      implements Details {}

  /**
   * A Rockchip NPU.
   *
   * @param soc rk3588 and the like, from the device tree
   * @param compatible all of the device tree's names for the board
   * @param driverVersion of the vendor's rknpu driver, as 0.9.8
   * @param cores NPU cores of this SoC
   */
  record Rockchip(
      Reading<String> soc,
      List<String> compatible,
      Reading<String> driverVersion,
      Reading<Integer> cores)
      implements Details {
    public Rockchip {
      compatible = List.copyOf(compatible);
    }
  }

  /**
   * A GPU behind WSL2's /dev/dxg.
   *
   * @param adapter what stands behind it, as far as the libraries in /usr/lib/wsl tell
   * @param cudaLibrary /usr/lib/wsl/lib/libcuda.so.1
   * @param driverVersion of the Windows driver, by NVML
   * @param rocmBridge AMD's library that leads ROCm to /dev/dxg, librocdxg.so
   */
  record Wsl(
      Reading<String> adapter,
      Reading<String> cudaLibrary,
      Reading<String> driverVersion,
      Reading<String> rocmBridge)
      implements Details {}

  /** Nothing more is known. */
  record None() implements Details {}
}
