package dev.hearth.machine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Machines that no kernel shows: what probes must answer Unknown to, and never fall over. */
public enum MalformedMachine {
  /** Links that lead to themselves, to each other, and to the folder above. */
  LOOPS {
    @Override
    void spoil(Path place) throws IOException {
      Files.createSymbolicLink(place, place.getFileName());
    }

    @Override
    void more(Path root) throws IOException {
      Files.createSymbolicLink(root.resolve("sys/class/up"), Path.of(".."));
      Path there = root.resolve("sys/bus/pci/devices/0000:02:00.0");
      Files.createSymbolicLink(there, Path.of("../../../devices/pci0000:00/0000:02:00.0"));
      Path back = Files.createDirectories(root.resolve("sys/devices/pci0000:00"));
      Files.createSymbolicLink(
          back.resolve("0000:02:00.0"), Path.of("../../bus/pci/devices/0000:02:00.0"));
      Files.createSymbolicLink(root.resolve("sys/class/drm/renderD129"), Path.of("renderD129"));
      Files.createSymbolicLink(
          root.resolve("sys/class/kfd/kfd/topology/nodes/2"), Path.of("../nodes"));
    }
  },

  /** A folder where a file should be, and a file where a folder should be. */
  FOLDERS_FOR_FILES {
    @Override
    void spoil(Path place) throws IOException {
      Files.createDirectories(place);
    }

    @Override
    void more(Path root) throws IOException {
      Files.writeString(root.resolve("sys/bus/pci/devices/0000:02:00.0"), "a device?\n");
      Files.writeString(root.resolve("sys/class/drm/renderD129"), "a node?\n");
      Files.writeString(root.resolve("sys/class/kfd/kfd/topology/nodes/2"), "a node?\n");
      Files.writeString(root.resolve("sys/class/accel"), "a folder?\n");
      Files.writeString(root.resolve("sys/class/misc"), "a folder?\n");
    }
  },

  /** Files one byte larger than the reader takes; they use no room on the disk. */
  HUGE {
    @Override
    void spoil(Path place) throws IOException {
      try (RandomAccessFile file = new RandomAccessFile(place.toFile(), "rw")) {
        file.setLength(FileTree.LARGEST_FILE + 1L);
      }
    }
  },

  /** Bytes that are no text. */
  GARBAGE {
    @Override
    void spoil(Path place) throws IOException {
      byte[] bytes = new byte[8192];
      new Random(place.getFileName().toString().hashCode()).nextBytes(bytes);
      Files.write(place, bytes);
    }

    @Override
    void more(Path root) throws IOException {
      Path device = Files.createDirectories(root.resolve("sys/bus/pci/devices/no address"));
      Files.writeString(device.resolve("vendor"), "0x1002\n");
      Files.createDirectories(root.resolve("sys/class/drm/renderD"));
      Files.createDirectories(root.resolve("sys/class/drm/renderD99999999999999999999"));
      Files.createDirectories(root.resolve("sys/class/kfd/kfd/topology/nodes/-1"));
      Files.createDirectories(root.resolve("sys/class/kfd/kfd/topology/nodes/one"));
    }
  };

  /** What probes of all kinds read, spoilt in each of these machines. */
  static final List<String> READ =
      List.of(
          "sys/bus/pci/devices/0000:01:00.0/vendor",
          "sys/bus/pci/devices/0000:01:00.0/uevent",
          "sys/bus/pci/devices/0000:01:00.0/mem_info_vram_total",
          "sys/bus/pci/devices/0000:01:00.0/ip_discovery/die/0/GC/0/major",
          "sys/class/drm/renderD128/device/uevent",
          "sys/class/kfd/kfd/topology/nodes/1/gpu_id",
          "sys/class/kfd/kfd/topology/nodes/1/properties",
          "sys/class/kfd/kfd/topology/nodes/1/mem_banks/0/properties",
          "sys/module/rknpu/version",
          "sys/module/nvidia/version",
          "sys/fs/selinux/enforce",
          "proc/driver/nvidia/version",
          "proc/driver/nvidia/gpus/0000:01:00.0/information",
          "proc/device-tree/compatible",
          "proc/self/status",
          "proc/sys/kernel/osrelease",
          "proc/version",
          "proc/meminfo",
          "proc/cpuinfo",
          "etc/os-release",
          "etc/passwd",
          "etc/group",
          "etc/subuid",
          "etc/docker/daemon.json",
          "etc/containers/containers.conf",
          "etc/cdi/nvidia.yaml",
          "etc/nv_tegra_release",
          "usr/share/libdrm/amdgpu.ids",
          "usr/share/vulkan/icd.d/radeon_icd.x86_64.json",
          "dev/kfd",
          "usr/bin/podman",
          "usr/bin/docker");

  /** Spoils one file, whose folder exists. */
  abstract void spoil(Path place) throws IOException;

  /** Spoils what only this machine spoils. */
  void more(Path root) throws IOException {}

  /** Makes the machine in an empty folder. */
  public Machine in(Path root) throws IOException {
    for (String file : READ) {
      Path place = root.resolve(file);
      Files.createDirectories(place.getParent());
      spoil(place);
    }
    more(root);
    return new Machine(FileTree.under(root));
  }
}
