package dev.hearth.evidence.verification;

import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A machine in a folder, whose counters a test moves on while it is read. */
final class Folder {
  static final String UNIT = "/system.slice/service.service";
  static final String DEVICE = "/sys/bus/pci/devices/0000:c4:00.0";
  private final Path root;
  private final Path aside;
  private final AtomicInteger written = new AtomicInteger();

  Folder(Path folder) {
    this.root = folder.resolve("machine");
    this.aside = folder.resolve("aside");
    link("/proc/self/ns/pid", "pid:[4026531836]");
    file("/sys/class/kfd/kfd/proc/1/pasid", "1\n");
    device("5", "100", "200");
  }

  /** Written aside and moved, so that nobody reads half of it. */
  Folder file(String path, String text) {
    try {
      Path file = root.resolve(path.substring(1));
      Files.createDirectories(file.getParent());
      Files.createDirectories(aside);
      Path next = aside.resolve("" + written.incrementAndGet());
      Files.writeString(next, text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  Folder link(String path, String target) {
    try {
      Path link = root.resolve(path.substring(1));
      Files.createDirectories(link.getParent());
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, Path.of(target));
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  Folder without(String path) {
    try (Stream<Path> all = Files.walk(root.resolve(path.substring(1)))) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A process of the service. */
  Folder process(int pid, String... handles) {
    file("/proc/" + pid + "/stat", pid + " (python) S 1" + " 0".repeat(17) + " " + pid + "00 0\n");
    file("/proc/" + pid + "/cgroup", "0::" + UNIT + "\n");
    link("/proc/" + pid + "/fd/0", "/dev/null");
    for (int at = 0; at < handles.length; at++) {
      link("/proc/" + pid + "/fd/" + (10 + at), handles[at]);
    }
    return this;
  }

  /** A process of somebody else. */
  Folder stranger(int pid, String... handles) {
    return process(pid, handles).file("/proc/" + pid + "/cgroup", "0::/user.slice/desktop.scope\n");
  }

  /** A process whose handles may not be seen. */
  Folder hidden(int pid) {
    return process(pid).without("/proc/" + pid + "/fd");
  }

  Folder kfd(int pid, int queues, long vram, long occupancy) {
    String folder = "/sys/class/kfd/kfd/proc/" + pid;
    file(folder + "/vram_5567", vram + "\n");
    file(folder + "/stats_5567/cu_occupancy", occupancy + "\n");
    for (int queue = 1; queue <= queues; queue++) {
      file(folder + "/queues/" + queue + "/gpuid", "5567\n");
      file(folder + "/queues/" + queue + "/type", "0\n");
    }
    return this;
  }

  /** What a DRM handle's driver tells, of the handle made first. */
  Folder fdinfo(int pid, String driver, String more) {
    return file(
        "/proc/" + pid + "/fdinfo/10",
        "drm-driver:\t"
            + driver
            + "\ndrm-client-id:\t"
            + pid
            + "\ndrm-pdev:\t0000:c4:00.0\n"
            + more);
  }

  Folder device(String busy, String vram, String gtt) {
    return file(DEVICE + "/power/runtime_status", "active\n")
        .file(DEVICE + "/gpu_busy_percent", busy + "\n")
        .file(DEVICE + "/mem_info_vram_used", vram + "\n")
        .file(DEVICE + "/mem_info_gtt_used", gtt + "\n");
  }

  Machine machine() {
    return new Machine(FileTree.under(root));
  }
}
