package dev.hearth.machine.accelerator.nvidia;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.AcceleratorMemory;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.accelerator.pci.DrmNodes;
import dev.hearth.machine.accelerator.pci.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the GPU inside a Jetson's SoC, which is on no PCI and has no memory of its own. */
final class JetsonProbe {
  private static final String COMPATIBLE = "/proc/device-tree/compatible";
  private static final String MODEL = "/proc/device-tree/model";
  private static final String RELEASE = "/etc/nv_tegra_release";
  private static final String PLATFORM_DEVICES = "/sys/bus/platform/devices";
  private static final String NO_PCI = "a Jetson's GPU is not asked by NVML";

  /** How the kernels of the various Jetson Linux releases name the GPU's device. */
  private static final List<String> DEVICE_ENDINGS =
      List.of(".gpu", ".ga10b", ".gv11b", ".gp10b", ".gm20b");

  private final Machine machine;
  private final DrmNodes drm;
  private final Soc soc;

  private JetsonProbe(Machine machine, DrmNodes drm, Soc soc) {
    this.machine = machine;
    this.drm = drm;
    this.soc = soc;
  }

  /**
   * A Tegra SoC. Source: NVIDIA's CUDA GPU list and its device trees.
   *
   * @param compatible its name in the device tree
   * @param series as people call it
   * @param computeCapability of its GPU
   */
  private record Soc(String compatible, String series, String computeCapability) {
    static final List<Soc> ALL =
        List.of(
            new Soc("nvidia,tegra264", "Jetson Thor", "11.0"),
            new Soc("nvidia,tegra234", "Jetson Orin", "8.7"),
            new Soc("nvidia,tegra194", "Jetson Xavier", "7.2"),
            new Soc("nvidia,tegra186", "Jetson TX2", "6.2"),
            new Soc("nvidia,tegra210", "Jetson Nano or TX1", "5.3"));
  }

  static Optional<Accelerator> probe(Machine machine, DrmNodes drm) {
    String compatible = machine.text(COMPATIBLE).orElse("");
    return Soc.ALL.stream()
        .filter(soc -> List.of(compatible.split("\0", -1)).contains(soc.compatible()))
        .findFirst()
        .map(soc -> new JetsonProbe(machine, drm, soc).accelerator());
  }

  private Accelerator accelerator() {
    Optional<String> device =
        machine.namesOrNone(PLATFORM_DEVICES).stream()
            .filter(name -> DEVICE_ENDINGS.stream().anyMatch(name::endsWith))
            .findFirst();
    String shares = "it shares the computer's memory";
    return new Accelerator(
        "platform-" + device.orElse("gpu"),
        Accelerator.Kind.GPU,
        Vendor.NVIDIA,
        machine
            .text(MODEL)
            .map(model -> model.replace("\0", "").strip())
            .or(() -> Reading.known(soc.series())),
        Reading.known(soc.computeCapability()),
        Reading.known(Accelerator.Form.INTEGRATED),
        Optional.empty(),
        driver(device),
        nodes(device),
        new AcceleratorMemory(
            Reading.unknown(shares),
            Reading.unknown(shares),
            SharedMemory.total(machine),
            Reading.unknown("NVIDIA's driver does not tell"),
            Reading.unknown(shares)),
        Reading.unknown("a Jetson does not tell its multiprocessors"),
        details());
  }

  /** NVIDIA's module is nvgpu, whose driver calls itself gk20a; mainline's is nouveau. */
  private Reading<String> driver(Optional<String> device) {
    Reading<String> bound =
        device
            .map(name -> machine.targetName(PLATFORM_DEVICES + "/" + name + "/driver"))
            .orElseGet(() -> Reading.unknown("no GPU in " + PLATFORM_DEVICES));
    boolean module = machine.exists("/sys/module/nvgpu");
    return bound
        .map(name -> name.equals("gk20a") ? "nvgpu" : name)
        .or(() -> module ? Reading.known("nvgpu") : bound);
  }

  /** Up to Jetson Linux 35 the GPU has /dev/nvhost-…; after, /dev/nvgpu/igpu0/… besides. */
  private List<DeviceNode> nodes(Optional<String> device) {
    List<DeviceNode> nodes = new ArrayList<>();
    boolean old = machine.exists("/dev/nvhost-gpu") && !machine.exists("/dev/nvgpu/igpu0");
    String gpu = old ? "/dev/nvhost-gpu" : "/dev/nvgpu/igpu0/channel";
    String control = old ? "/dev/nvhost-ctrl-gpu" : "/dev/nvgpu/igpu0/ctrl";
    nodes.add(Nodes.of(machine, gpu, Role.NVIDIA));
    nodes.add(Nodes.of(machine, control, Role.NVIDIA_CONTROL));
    nodes.add(Nodes.of(machine, "/dev/nvmap", Role.NVIDIA_CONTROL));
    device.ifPresent(name -> nodes.addAll(drm.of(name)));
    return nodes;
  }

  private Details.Nvidia details() {
    DriverFiles driver = new DriverFiles(machine);
    return new Details.Nvidia(
        driver.moduleVersion(),
        driver.openModule(),
        Reading.unknown("Jetson's libcuda.so.1 names no driver version"),
        Reading.unknown("only CUDA itself tells on a Jetson"),
        Reading.unknown("a Jetson's GPU has no /dev/nvidiaN of its own"),
        Reading.unknown(NO_PCI),
        Reading.known(false),
        Reading.unknown(NO_PCI),
        release());
  }

  /** From "# R36 (release), REVISION: 4.3, GCID: …" the version of Jetson Linux, 36.4.3. */
  private Reading<String> release() {
    return machine
        .text(RELEASE)
        .flatMap(text -> {
          int major = text.indexOf("# R");
          int revision = text.indexOf("REVISION:");
          String release = major < 0 ? "" : number(text.substring(major + "# R".length()));
          String minor =
              revision < 0 ? "" : number(text.substring(revision + "REVISION:".length()).strip());
          return release.isEmpty() || minor.isEmpty()
              ? Reading.unknown(RELEASE + " holds no release")
              : Reading.known(release + "." + minor);
        });
  }

  private static String number(String text) {
    int end = 0;
    while (end < text.length()
        && (text.charAt(end) == '.' || Character.isDigit(text.charAt(end)))) {
      end++;
    }
    return text.substring(0, end);
  }
}
