package dev.hearth.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The largest machine known: eight Instinct MI300X, each cut into eight compute partitions, so that
 * KFD has 64 GPU nodes and DRM 64 render nodes. Always the same text of exactly {@value #FILES}
 * files, as many as the capture of such a machine that the ROCm Kubernetes device plugin tests
 * with; the values of a node are those of that capture. {@code mi300x-cpx} is its small brother.
 */
public final class Mi300Cpx {
  /** GPUs, each a PCI device. */
  public static final int GPUS = 8;

  /** Compute partitions of each GPU. */
  public static final int PARTITIONS = 8;

  /** Files in the capture. */
  public static final int FILES = 4101;

  /** Bytes of memory of one GPU, of which a partition has its share. */
  public static final long VRAM = 206_141_652_992L;

  private static final List<String> BUSES = List.of("05", "26", "46", "65", "85", "a6", "c6", "e5");
  private static final String TOPOLOGY = "/sys/devices/virtual/kfd/kfd/topology";
  private static final long UNIQUE_ID = 0xe3aa140f9a5f9e31L;
  private static final String HIVE_ID = "15188982192727901047";
  private static final int LINKS_OF_A_NODE = 8;

  private final StringBuilder out = new StringBuilder(4 << 20);
  private int files;

  private Mi300Cpx() {}

  /** The text of the capture. */
  public static String capture() {
    Mi300Cpx all = new Mi300Cpx();
    all.out.append("hearth capture 1\n# eight MI300X in CPX, made by Mi300Cpx\n");
    all.host();
    for (int gpu = 0; gpu < GPUS; gpu++) {
      all.card(gpu);
      for (int part = 1; part < PARTITIONS; part++) {
        all.partition(gpu, part);
      }
    }
    all.topology();
    all.out.append("disk / 3200000000000 3800000000000\n");
    return all.out.toString();
  }

  /** Writes the capture to the file that is named. */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), capture());
  }

  /** The bus of a GPU, as a number. */
  public static int bus(int gpu) {
    return Integer.parseInt(BUSES.get(gpu), 16);
  }

  /** The PCI address of a GPU. */
  public static String address(int gpu) {
    return "0000:" + BUSES.get(gpu) + ":00.0";
  }

  /** The render minor of a partition. */
  public static int renderMinor(int gpu, int part) {
    return 128 + gpu * PARTITIONS + part;
  }

  private void file(String path, String... lines) {
    files++;
    out.append("file ").append(path).append('\n');
    for (String line : lines) {
      out.append("  ").append(line).append('\n');
    }
  }

  private void file(String path, long number) {
    file(path, Long.toString(number));
  }

  private void link(String path, String target) {
    out.append("link ").append(path).append(" -> ").append(target).append('\n');
  }

  private void node(String path, int group) {
    out.append(String.format(Locale.ROOT, "char %s 0660 0:%d\n", path, group));
  }

  private void host() {
    file("/etc/os-release", "ID=ubuntu", "ID_LIKE=debian", "VERSION_ID=\"24.04\"");
    file("/proc/sys/kernel/osrelease", "6.8.0-79-generic");
    file("/proc/sys/kernel/arch", "x86_64");
    file("/proc/version", "Linux version 6.8.0-79-generic (buildd) (gcc 13.3.0) #79-Ubuntu SMP");
    file("/proc/meminfo", "MemTotal:       3169724416 kB", "MemAvailable:   3019898880 kB");
    file("/proc/cpuinfo", "processor\t: 0", "model name\t: AMD EPYC 9654 96-Core Processor");
    file("/proc/self/status", "Name:\thearth", "Uid:\t1000\t1000\t1000\t1000", "Groups:\t44 993");
    file("/etc/passwd", "root:x:0:0::/root:/bin/sh", "person:x:1000:1000::/home/person:/bin/sh");
    file("/etc/group", "root:x:0:", "video:x:44:person", "render:x:993:person");
    file("/sys/module/amdgpu/version", "6.14.14");
    file("/sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids");
    node("/dev/kfd", 993);
  }

  /** A GPU's PCI device, which is its first partition's too. */
  private void card(int gpu) {
    String bus = "pci0000:" + BUSES.get(gpu).charAt(0) + "0";
    String device = "/sys/devices/" + bus + "/" + address(gpu);
    link("/sys/bus/pci/devices/" + address(gpu), "../../../devices/" + bus + "/" + address(gpu));
    link("/sys/bus/pci/drivers/amdgpu/" + address(gpu), "../../../.." + device.substring(4));
    link(device + "/driver", "../../../bus/pci/drivers/amdgpu");
    file(device + "/vendor", "0x1002");
    file(device + "/device", "0x74a1");
    file(device + "/class", "0x120000");
    file(device + "/revision", "0x00");
    file(device + "/subsystem_vendor", "0x1002");
    file(device + "/subsystem_device", "0x74a1");
    file(
        device + "/uevent",
        "DRIVER=amdgpu",
        "PCI_CLASS=120000",
        "PCI_ID=1002:74A1",
        "PCI_SLOT_NAME=" + address(gpu));
    file(device + "/numa_node", gpu * 2 / GPUS);
    file(device + "/current_link_speed", "32.0 GT/s PCIe");
    file(device + "/current_link_width", "16");
    file(device + "/power/runtime_status", "active");
    file(device + "/mem_info_vram_total", VRAM);
    file(device + "/mem_info_vram_used", 296_747_008);
    file(device + "/mem_info_vis_vram_total", VRAM);
    file(device + "/mem_info_gtt_total", 1_622_898_900_992L);
    file(device + "/mem_info_gtt_used", 14_680_064);
    file(device + "/mem_info_vram_vendor", "hynix");
    file(device + "/unique_id", Long.toHexString(UNIQUE_ID + gpu));
    file(device + "/current_compute_partition", "CPX");
    file(device + "/available_compute_partition", "SPX, DPX, QPX, CPX");
    file(device + "/current_memory_partition", "NPS1");
    drm(device, gpu, 0);
  }

  /** A further partition: a platform device, with neither vendor nor class. */
  private void partition(int gpu, int part) {
    String device = "/sys/devices/platform/amdgpu_xcp_" + (gpu * (PARTITIONS - 1) + part - 1);
    file(
        device + "/uevent",
        "MODALIAS=platform:" + device.substring("/sys/devices/platform/".length()));
    drm(device, gpu, part);
  }

  private void drm(String device, int gpu, int part) {
    int render = renderMinor(gpu, part);
    int card = render - 127;
    for (String name : List.of("card" + card, "renderD" + render)) {
      String folder = device + "/drm/" + name;
      file(folder + "/dev", "226:" + (name.startsWith("card") ? card : render));
      link(folder + "/device", "../../../" + device.substring(device.lastIndexOf('/') + 1));
      link("/sys/class/drm/" + name, "../.." + folder.substring("/sys".length()));
    }
    node("/dev/dri/card" + card, 44);
    node("/dev/dri/renderD" + render, 993);
  }

  private void topology() {
    link("/sys/class/kfd/kfd", "../../devices/virtual/kfd/kfd");
    file(TOPOLOGY + "/generation_id", 66);
    processor(0);
    processor(1);
    int nodes = GPUS * PARTITIONS;
    // Four files each besides the links; what is left to FILES are caches, 80 or fewer a node.
    int caches = FILES - files - nodes * (4 + LINKS_OF_A_NODE);
    for (int node = 0; node < nodes; node++) {
      int share = caches / nodes + (node < caches % nodes ? 1 : 0);
      gpu(node / PARTITIONS, node % PARTITIONS, share);
    }
  }

  private void processor(int number) {
    String node = TOPOLOGY + "/nodes/" + number;
    file(node + "/gpu_id", 0);
    file(node + "/name", "");
    file(
        node + "/properties",
        "cpu_cores_count 96",
        "simd_count 0",
        "mem_banks_count 1",
        "gfx_target_version 0",
        "vendor_id 0",
        "device_id 0",
        "location_id 0",
        "domain 0",
        "drm_render_minor 0",
        "max_engine_clk_ccompute 3707");
    file(node + "/mem_banks/0/properties", "heap_type 0", "size_in_bytes 1622898900992");
  }

  private void gpu(int gpu, int part, int caches) {
    int number = 2 + gpu * PARTITIONS + part;
    String node = TOPOLOGY + "/nodes/" + number;
    file(node + "/gpu_id", 4099 + 611L * number);
    file(node + "/name", "ip discovery");
    file(node + "/properties", properties(gpu, part, caches));
    file(
        node + "/mem_banks/0/properties",
        "heap_type 1",
        "size_in_bytes " + VRAM / PARTITIONS,
        "flags 0",
        "width 8192",
        "mem_clk_max 1300");
    for (int each = 0; each < LINKS_OF_A_NODE; each++) {
      file(
          node + "/io_links/" + each + "/properties",
          "type " + (each == 0 ? 2 : 11),
          "node_from " + number,
          "node_to " + (each == 0 ? gpu / 4 : 2 + (number - 2 + each * PARTITIONS) % 64),
          "weight 20");
    }
    for (int each = 0; each < caches; each++) {
      file(node + "/caches/" + each + "/properties", "level 1", "size 32", "type 9");
    }
  }

  private static String[] properties(int gpu, int part, int caches) {
    return ("cpu_cores_count 0|simd_count 152|mem_banks_count 1|caches_count "
            + caches
            + "|io_links_count "
            + LINKS_OF_A_NODE
            + "|p2p_links_count 1|cpu_core_id_base 0"
            + "|simd_id_base "
            + (2147488064L + 1024L * (gpu * PARTITIONS + part))
            + "|max_waves_per_simd 8|lds_size_in_kb 64|gds_size_in_kb 0|num_gws 64"
            + "|wave_front_size 64|array_count 4|simd_arrays_per_engine 1|cu_per_simd_array 10"
            + "|simd_per_cu 4|max_slots_scratch_cu 32|gfx_target_version 90402|vendor_id 4098"
            + "|device_id 29857|location_id "
            + ((bus(gpu) << 8) + part)
            + "|domain 0|drm_render_minor "
            + renderMinor(gpu, part)
            + "|hive_id "
            + HIVE_ID
            + "|num_sdma_engines 2|num_sdma_xgmi_engines 0|num_sdma_queues_per_engine 8"
            + "|num_cp_queues 24|max_engine_clk_fcompute 2100|local_mem_size 0|fw_version 177"
            + "|capability 2893521536|debug_prop 1511|sdma_fw_version 24"
            + "|unique_id "
            + Long.toUnsignedString(UNIQUE_ID + gpu)
            + "|num_xcc 1|max_engine_clk_ccompute 2750")
        .split("\\|", -1);
  }
}
