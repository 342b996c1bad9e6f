package dev.hearth.machine.accelerator.nvidia;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.pci.Nodes;
import java.util.List;

/** What NVIDIA's driver leaves in the file system: its versions and its nodes. */
final class DriverFiles {
  static final String DRIVER = "nvidia";

  private static final String CONTROL = "/dev/nvidiactl";
  private static final String VERSION = "/proc/driver/nvidia/version";
  private static final String MODULE_VERSION = "/sys/module/nvidia/version";
  private static final String LIBRARY = "libcuda.so.";

  /** Made by user space when first wanted: a loaded module does not mean that they exist. */
  private static final List<String> CONTROL_NODES =
      List.of(CONTROL, "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools", "/dev/nvidia-modeset");

  private static final List<String> LIBRARY_FOLDERS =
      List.of(
          "/usr/lib/x86_64-linux-gnu",
          "/usr/lib/x86_64-linux-gnu/nvidia/current",
          "/usr/lib/aarch64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu/nvidia/current",
          "/usr/lib64",
          "/usr/lib",
          "/run/opengl-driver/lib");

  private static final int MOST_LINKS = 8;

  private final Machine machine;

  DriverFiles(Machine machine) {
    this.machine = machine;
  }

  /** The loaded module, as 550.163.01. */
  Reading<String> moduleVersion() {
    return machine
        .text(MODULE_VERSION)
        .flatMap(text ->
            isVersion(text)
                ? Reading.known(text)
                : Reading.unknown(MODULE_VERSION + " holds no version"))
        .or(() -> machine.text(VERSION).flatMap(DriverFiles::moduleVersion));
  }

  /** From "NVRM version: NVIDIA UNIX x86_64 Kernel Module 550.163.01 Tue Apr 8 …". */
  private static Reading<String> moduleVersion(String text) {
    for (String word : firstLine(text).split(" ", -1)) {
      if (isVersion(word)) {
        return Reading.known(word);
      }
    }
    return Reading.unknown(VERSION + " holds no version");
  }

  /** Whether the loaded module is the open one. */
  Reading<Boolean> openModule() {
    return machine.text(VERSION).map(text -> firstLine(text).contains("Open Kernel Module"));
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  /** The user-space driver on disk, by what the links behind libcuda.so.1 end in. */
  Reading<String> libraryVersion() {
    for (String folder : LIBRARY_FOLDERS) {
      String end = followed(folder + "/" + LIBRARY + "1");
      String name = end.substring(end.lastIndexOf('/') + 1);
      String version = name.startsWith(LIBRARY) ? name.substring(LIBRARY.length()) : "";
      if (isVersion(version)) {
        return Reading.known(version);
      }
    }
    return Reading.unknown("no libcuda.so.1 of a driver's version in the usual folders");
  }

  /** Each link is asked for by itself, so that a capture holds it. */
  private String followed(String path) {
    String at = path;
    for (int links = 0; links < MOST_LINKS; links++) {
      if (!(machine.target(at) instanceof Reading.Known<String>(String target))) {
        return at;
      }
      at = target.startsWith("/") ? target : at.substring(0, at.lastIndexOf('/') + 1) + target;
    }
    return at;
  }

  /** Drivers count from 100 on: the 1.1 of Jetson's and WSL's libcuda.so.1.1 is none. */
  private static boolean isVersion(String text) {
    int dot = text.indexOf('.');
    return dot >= 3 && text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  /** The newest CUDA of a driver, by its branch. */
  static Reading<String> cuda(String driverVersion) {
    String branch = driverVersion.substring(0, driverVersion.indexOf('.'));
    for (String[] row : Table.rows("cuda.txt")) {
      if (row.length == 2 && row[0].equals(branch)) {
        return Reading.known(row[1]);
      }
    }
    return Reading.unknown("no table here has the driver branch " + branch);
  }

  /** The nodes that all GPUs share, present or not. */
  List<DeviceNode> controlNodes() {
    return CONTROL_NODES.stream()
        .map(path -> Nodes.of(machine, path, Role.NVIDIA_CONTROL))
        .toList();
  }

  boolean hasControlNode() {
    return machine.exists(CONTROL);
  }
}
