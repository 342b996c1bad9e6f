package dev.hearth.machine.accelerator;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.capture.CapturedTree;
import java.util.Map;
import java.util.TreeMap;

/** Writes the capture of a machine that has only what a test is about. */
public final class WrittenMachine {
  private static final String PCI = "/sys/bus/pci/devices/";
  private static final String KFD = "/sys/class/kfd/kfd/topology/nodes/";

  /** Entries by path; a second one of a path replaces the first. */
  private final Map<String, String> entries = new TreeMap<>();

  /** A file with a last line's end, as the kernel writes them. */
  public WrittenMachine file(String path, String content) {
    StringBuilder entry = new StringBuilder("file " + path + "\n");
    content.lines().forEach(line -> entry.append("  ").append(line).append('\n'));
    entries.put(path, entry.toString());
    return this;
  }

  public WrittenMachine folder(String path) {
    entries.put(path, "dir " + path + "\n");
    return this;
  }

  public WrittenMachine link(String path, String target) {
    entries.put(path, "link " + path + " -> " + target + "\n");
    return this;
  }

  /** A character device that this user may read and write. */
  public WrittenMachine node(String path) {
    entries.put(path, "char " + path + " 0660 0:992 rw\n");
    return this;
  }

  public WrittenMachine without(String path) {
    entries.keySet().removeIf(key -> key.equals(path) || key.startsWith(path + "/"));
    return this;
  }

  /** A device on PCI: {@code pci("0000:c4:00.0", "1002:15bf", "030000", "amdgpu")}. */
  public WrittenMachine pci(String address, String ids, String classCode, String driver) {
    file(PCI + address + "/vendor", "0x" + ids.substring(0, 4));
    file(PCI + address + "/device", "0x" + ids.substring(5));
    file(PCI + address + "/class", "0x" + classCode);
    file(PCI + address + "/revision", "0xc4");
    return driver.isEmpty()
        ? this
        : link(PCI + address + "/driver", "../../../bus/pci/drivers/" + driver);
  }

  /** A file of a device on PCI. */
  public WrittenMachine attribute(String address, String name, String content) {
    return file(PCI + address + "/" + name, content);
  }

  /** A card and a render node of a device, with their files under /dev. */
  public WrittenMachine drm(String parent, int card, int render) {
    String[] names = {"card" + card, "renderD" + render};
    for (String name : names) {
      link("/sys/class/drm/" + name + "/device", "../../../" + parent);
      node("/dev/dri/" + name);
    }
    return this;
  }

  /** A node of KFD's topology, its properties separated by bars, and /dev/kfd. */
  public WrittenMachine kfd(int number, String properties) {
    file(KFD + number + "/properties", properties.replace('|', '\n'));
    file(
        KFD + number + "/gpu_id", properties.contains("simd_count 0") ? "0" : "" + (5000 + number));
    return node("/dev/kfd");
  }

  /** A memory bank of a KFD node. */
  public WrittenMachine bank(int node, int bank, String properties) {
    return file(KFD + node + "/mem_banks/" + bank + "/properties", properties.replace('|', '\n'));
  }

  /** The text of the capture. */
  public String text() {
    return "hearth capture 1\n" + String.join("", entries.values());
  }

  public Machine machine() {
    return switch (CapturedTree.parse(text())) {
      case Reading.Known<CapturedTree>(CapturedTree tree) -> new Machine(tree);
      case Reading.Unknown<CapturedTree>(String reason) -> throw new AssertionError(reason);
    };
  }
}
