package dev.hearth.machine.accelerator.amd;

import dev.hearth.machine.Machine;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.WrittenMachine;
import dev.hearth.machine.accelerator.pci.DeviceNames;
import dev.hearth.machine.accelerator.pci.DrmNodes;
import dev.hearth.machine.accelerator.pci.PciBus;
import java.util.List;

/** Machines with AMD's accelerators, by public dumps, and the probe over them. */
final class AmdMachines {
  static final String PROCESSOR =
      "cpu_cores_count 16|simd_count 0|gfx_target_version 0|vendor_id 0|device_id 0|location_id 0"
          + "|drm_render_minor 0";

  private AmdMachines() {}

  static List<Accelerator> probe(Machine machine) {
    return AmdProbe.probe(
        machine, PciBus.displays(machine), DrmNodes.of(machine), DeviceNames.of(machine));
  }

  static List<Accelerator> probe(WrittenMachine text) {
    return probe(text.machine());
  }

  static Accelerator only(WrittenMachine text) {
    List<Accelerator> found = probe(text);
    if (found.size() != 1) {
      throw new AssertionError("not one accelerator but " + found);
    }
    return found.getFirst();
  }

  static Details.Amd amd(Accelerator accelerator) {
    if (accelerator.details() instanceof Details.Amd amd) {
      return amd;
    }
    throw new AssertionError("no AMD GPU: " + accelerator);
  }

  /** A Ryzen 7 7840HS; the firmware gives the GPU this much of the RAM. */
  static WrittenMachine radeon780m(long carveOut) {
    return new WrittenMachine()
        .pci("0000:c4:00.0", "1002:15bf", "030000", "amdgpu")
        .drm("0000:c4:00.0", 1, 128)
        .attribute("0000:c4:00.0", "mem_info_vram_total", "" + carveOut)
        .attribute("0000:c4:00.0", "mem_info_vram_used", "327155712")
        .attribute("0000:c4:00.0", "mem_info_vis_vram_total", "" + carveOut)
        .attribute("0000:c4:00.0", "mem_info_gtt_total", "14597218304")
        .attribute("0000:c4:00.0", "mem_info_gtt_used", "155189248")
        .kfd(0, PROCESSOR)
        .kfd(
            1,
            "cpu_cores_count 0|simd_count 24|wave_front_size 32|simd_per_cu 2"
                + "|gfx_target_version 110003|vendor_id 4098|device_id 5567|location_id 50176"
                + "|domain 0|drm_render_minor 128|fw_version 35|unique_id 0")
        .bank(1, 0, "heap_type 1|size_in_bytes 14597218304|flags 0");
  }

  /** The KFD numbers are a real card's. */
  static WrittenMachine rx7900() {
    return new WrittenMachine()
        .pci("0000:03:00.0", "1002:744c", "030000", "amdgpu")
        .pci("0000:03:00.1", "1002:ab30", "040300", "snd_hda_intel")
        .drm("0000:03:00.0", 0, 128)
        .attribute("0000:03:00.0", "mem_info_vram_total", "25753026560")
        .attribute("0000:03:00.0", "mem_info_vram_used", "27021312")
        .attribute("0000:03:00.0", "mem_info_vis_vram_total", "25753026560")
        .attribute("0000:03:00.0", "mem_info_gtt_total", "33505058816")
        .attribute("0000:03:00.0", "mem_info_vram_vendor", "samsung")
        .kfd(0, PROCESSOR)
        .kfd(
            1,
            "cpu_cores_count 0|simd_count 192|wave_front_size 32|simd_per_cu 2"
                + "|gfx_target_version 110000|vendor_id 4098|device_id 29772|location_id 768"
                + "|domain 0|drm_render_minor 128|hive_id 0|fw_version 2150"
                + "|unique_id 11420932837461522459|num_xcc 1");
  }

  static final String WX_4100_KFD =
      "cpu_cores_count 0|simd_count 64|wave_front_size 64|simd_per_cu 4"
          + "|gfx_target_version 80003|vendor_id 4098|device_id 26595|location_id 256"
          + "|domain 0|drm_render_minor 128|fw_version 730|unique_id 0";

  static WrittenMachine wx4100() {
    return new WrittenMachine()
        .pci("0000:01:00.0", "1002:67e3", "030000", "amdgpu")
        .drm("0000:01:00.0", 0, 128)
        .attribute("0000:01:00.0", "mem_info_vram_total", "4294967296")
        .attribute("0000:01:00.0", "mem_info_gtt_total", "8589934592")
        .kfd(0, PROCESSOR)
        .kfd(1, WX_4100_KFD);
  }

  /**
   * One partition of a MI300X.
   *
   * @param location as the kernel composes it of the slot and the partition's number
   */
  static String mi300Partition(long location, int render) {
    return "cpu_cores_count 0|simd_count 152|wave_front_size 64|simd_per_cu 4"
        + "|gfx_target_version 90402|vendor_id 4098|device_id 29857|location_id "
        + location
        + "|domain 0|drm_render_minor "
        + render
        + "|hive_id 15188982192727901047|fw_version 177|unique_id 16404946649897475633|num_xcc 1";
  }

  static WrittenMachine mi300(String compute) {
    return new WrittenMachine()
        .pci("0000:05:00.0", "1002:74a1", "120000", "amdgpu")
        .drm("0000:05:00.0", 1, 128)
        .attribute("0000:05:00.0", "current_compute_partition", compute)
        .attribute("0000:05:00.0", "current_memory_partition", "NPS1")
        .attribute("0000:05:00.0", "mem_info_vram_total", "206141652992")
        .attribute("0000:05:00.0", "mem_info_vram_used", "297545728")
        .attribute("0000:05:00.0", "mem_info_gtt_total", "811449352192")
        .kfd(0, PROCESSOR);
  }

  /** Eight partitions; the idle render nodes of the other seven sit on platform devices. */
  static WrittenMachine mi300Cpx(boolean newerKernel) {
    WrittenMachine text = mi300("CPX");
    for (int part = 0; part < 8; part++) {
      long location = newerKernel ? 1280 | (long) part << 28 : 1280 + part;
      text.kfd(part + 1, mi300Partition(location, 128 + part))
          .bank(part + 1, 0, "heap_type 1|size_in_bytes 25767706624");
      if (part > 0) {
        text.drm("amdgpu_xcp_" + (part - 1), 1 + part, 128 + part);
      }
    }
    return text;
  }
}
