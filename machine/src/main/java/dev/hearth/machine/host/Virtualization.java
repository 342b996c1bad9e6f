package dev.hearth.machine.host;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.List;

/** Tells containers and virtual machines, by names that systemd-detect-virt uses too. */
final class Virtualization {
  /**
   * A sign in /sys/class/dmi/id.
   *
   * @param beginning how the vendor or the product begins
   * @param name what it then is
   * @param alsoOnMetal whether the maker's computers without a hypervisor begin so, too
   */
  private record Sign(String beginning, String name, boolean alsoOnMetal) {}

  private static final List<Sign> SIGNS =
      List.of(
          new Sign("KVM", "kvm", false),
          new Sign("OpenStack", "kvm", false),
          new Sign("KubeVirt", "kvm", false),
          new Sign("QEMU", "qemu", false),
          new Sign("VMware", "vmware", false),
          new Sign("VirtualBox", "oracle", false),
          new Sign("innotek GmbH", "oracle", false),
          new Sign("Virtual Machine", "microsoft", true),
          new Sign("Hyper-V", "microsoft", false),
          new Sign("HVM domU", "xen", false),
          new Sign("Bochs", "bochs", false),
          new Sign("Parallels", "parallels", false),
          new Sign("BHYVE", "bhyve", false),
          new Sign("Apple Virtualization", "apple", false),
          new Sign("Amazon EC2", "amazon", true),
          new Sign("Google", "google", true));

  private static final String CLOCKS = "/sys/devices/system/clocksource/clocksource0/";

  private Virtualization() {}

  /** The container this runs in. */
  static Reading<String> container(Machine machine) {
    if (machine.exists("/run/.containerenv")) {
      return Reading.known("podman");
    }
    if (machine.exists("/.dockerenv")) {
      return Reading.known("docker");
    }
    if (machine.exists("/run/secrets/kubernetes.io")) {
      return Reading.known("kubernetes");
    }
    String told = machine.text("/run/systemd/container").orElse("");
    return told.isEmpty()
        ? Reading.unknown(
            "it runs in none: neither /run/.containerenv nor /.dockerenv nor /run/systemd/container"
                + " exists")
        : Reading.known(told);
  }

  /** The virtual machine this runs in. */
  static Reading<String> hypervisor(Machine machine, CpuInfo cpu, boolean wsl) {
    if (wsl) {
      return Reading.known("microsoft");
    }
    // Xen's own first domain has the file too, and drives the hardware as bare metal does.
    if (machine.text("/sys/hypervisor/type").orElse("").equals("xen")
        && !machine.text("/proc/xen/capabilities").orElse("").contains("control_d")) {
      return Reading.known("xen");
    }
    boolean flagged = cpu.flags().contains("hypervisor");
    String clock = clock(machine);
    String sign = sign(machine, flagged);
    if (sign.equals("qemu") && !clock.isEmpty()) {
      return Reading.known(clock); // QEMU's board, with KVM's processor
    }
    if (!sign.isEmpty()) {
      return Reading.known(sign);
    }
    if (!clock.isEmpty()) {
      return Reading.known(clock);
    }
    return flagged
        ? Reading.known("unnamed")
        : Reading.unknown("it runs in none that firmware, clocks or CPU flags tell of");
  }

  private static String sign(Machine machine, boolean flagged) {
    String product = machine.text("/sys/class/dmi/id/product_name").orElse("");
    String vendor = machine.text("/sys/class/dmi/id/sys_vendor").orElse("");
    for (Sign sign : SIGNS) {
      if ((product.startsWith(sign.beginning()) || vendor.startsWith(sign.beginning()))
          && (flagged || !sign.alsoOnMetal())) {
        return sign.name();
      }
    }
    return "";
  }

  /** The hypervisor that offers its clock to the kernel; small ones have no firmware to ask. */
  private static String clock(Machine machine) {
    String clocks =
        machine.text(CLOCKS + "available_clocksource").orElse("")
            + " "
            + machine.text(CLOCKS + "current_clocksource").orElse("");
    if (clocks.contains("kvm-clock")) {
      return "kvm";
    }
    return clocks.contains("hyperv") ? "microsoft" : "";
  }
}
