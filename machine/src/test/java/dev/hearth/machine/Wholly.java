package dev.hearth.machine;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Walks through all of a captured machine: every folder, link, file and node, links not followed.
 */
public final class Wholly {
  private Wholly() {}

  /** All that a machine answers, by path: what a link says, or kind, owner, access and content. */
  public static Map<String, String> read(Machine machine) {
    Map<String, String> answers = new TreeMap<>();
    Deque<String> folders = new ArrayDeque<>(List.of("/"));
    while (!folders.isEmpty()) {
      String folder = folders.pop();
      for (String name : machine.names(folder).orElse(List.of())) {
        String path = (folder.equals("/") ? "" : folder) + "/" + name;
        answers.put(path, answer(machine, path));
        if (machine.target(path) instanceof Reading.Unknown && isFolder(machine, path)) {
          folders.push(path);
        }
      }
    }
    return answers;
  }

  private static boolean isFolder(Machine machine, String path) {
    return machine.status(path).map(FileStatus::kind).orElse(FileStatus.Kind.OTHER)
        == FileStatus.Kind.DIRECTORY;
  }

  private static String answer(Machine machine, String path) {
    if (machine.target(path) instanceof Reading.Known<String>(String target)) {
      return "-> " + target;
    }
    Reading<FileStatus> status = machine.status(path);
    boolean file =
        status.map(FileStatus::kind).orElse(FileStatus.Kind.OTHER) == FileStatus.Kind.FILE;
    return status + " " + machine.access(path) + (file ? " " + content(machine, path) : "");
  }

  private static String content(Machine machine, String path) {
    return switch (machine.bytes(path)) {
      case Reading.Known<byte[]>(byte[] bytes) -> Arrays.toString(bytes);
      case Reading.Unknown<byte[]>(String reason) -> reason;
    };
  }
}
