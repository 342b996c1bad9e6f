package dev.hearth.machine.inside;

import dev.hearth.machine.Access;
import dev.hearth.machine.DiskSpace;
import dev.hearth.machine.FileStatus;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A machine of files and device nodes that only exist in a test. */
final class ScriptedTree implements Tree {
  private final Map<String, String> files = new HashMap<>();
  private final Map<String, FileStatus> nodes = new HashMap<>();

  ScriptedTree file(String path, String text) {
    files.put(path, text);
    return this;
  }

  ScriptedTree node(String path, int mode, int uid, int gid) {
    nodes.put(path, new FileStatus(FileStatus.Kind.CHARACTER_DEVICE, mode, uid, gid));
    return this;
  }

  Machine machine() {
    return new Machine(this);
  }

  @Override
  public Reading<byte[]> bytes(String path) {
    String text = files.get(path);
    return text == null ? absent(path) : Reading.known(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Reading<List<String>> names(String directory) {
    Set<String> names = new TreeSet<>();
    String prefix = directory + "/";
    for (Set<String> paths : List.of(files.keySet(), nodes.keySet())) {
      paths.stream()
          .filter(path -> path.startsWith(prefix))
          .forEach(path -> names.add(path.substring(prefix.length()).split("/", 2)[0]));
    }
    return names.isEmpty() ? absent(directory) : Reading.known(List.copyOf(names));
  }

  @Override
  public Reading<String> target(String link) {
    return absent(link);
  }

  @Override
  public Reading<String> realPath(String path) {
    return Reading.known(path);
  }

  @Override
  public Reading<FileStatus> status(String path) {
    FileStatus status = nodes.get(path);
    if (status != null) {
      return Reading.known(status);
    }
    return files.containsKey(path)
        ? Reading.known(new FileStatus(FileStatus.Kind.FILE, 0644, 0, 0))
        : absent(path);
  }

  @Override
  public Reading<Access> access(String path) {
    return absent(path);
  }

  @Override
  public Reading<DiskSpace> disk(String path) {
    return absent(path);
  }

  @Override
  public Reading<Finished> run(List<String> argv, Duration deadline) {
    return absent(argv.getFirst());
  }

  private static <T> Reading<T> absent(String path) {
    return Reading.unknown(path + " does not exist");
  }
}
