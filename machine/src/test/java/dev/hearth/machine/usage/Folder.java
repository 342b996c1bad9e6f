package dev.hearth.machine.usage;

import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A machine in a folder, whose files a test writes and moves on. */
record Folder(Path root) {
  Folder file(String path, String text) {
    try {
      Path file = root.resolve(path.substring(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  Folder link(String path, String target) {
    try {
      Path link = root.resolve(path.substring(1));
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, Path.of(target));
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  Folder process(int pid, long start, String cgroup) {
    return file("/proc/" + pid + "/stat", stat(pid, start))
        .file("/proc/" + pid + "/cgroup", cgroup);
  }

  static String stat(int pid, long start) {
    return pid + " (py thon) x) S 1" + " 0".repeat(17) + " " + start + " 0 0\n";
  }

  Machine machine() {
    return new Machine(FileTree.under(root));
  }
}
