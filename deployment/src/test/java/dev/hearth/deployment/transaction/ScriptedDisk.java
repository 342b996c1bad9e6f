package dev.hearth.deployment.transaction;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Predicate;

/** The real disk, which may be full or locked at places, and on which a power cut leaves halves. */
final class ScriptedDisk implements Disk {
  private final Disk real = new LocalDisk();
  private final Fuse fuse;
  private Predicate<Path> full = _ -> false;
  private Predicate<Path> locked = _ -> false;

  ScriptedDisk(Fuse fuse) {
    this.fuse = fuse;
  }

  ScriptedDisk fullAt(Predicate<Path> files) {
    full = files;
    return this;
  }

  ScriptedDisk lockedAt(Predicate<Path> files) {
    locked = files;
    return this;
  }

  @Override
  public void append(Path file, long end, byte[] line) throws IOException {
    fuse.burn("before line " + line.length);
    if (full.test(file)) {
      real.append(file, end, Arrays.copyOf(line, line.length / 2));
      throw noSpace(file);
    }
    if (dies("half a line")) {
      real.append(file, end, Arrays.copyOf(line, line.length / 2));
      fuse.burn("after half a line");
    }
    real.append(file, end, line);
    fuse.burn("after line");
  }

  /** Leaves the half only where the process ends there: each half is two writes on a real disk. */
  private boolean dies(String point) {
    try {
      fuse.burn(point);
      return false;
    } catch (Fuse.Killed _) {
      return true;
    }
  }

  @Override
  public void replace(Path file, byte[] content, Attributes attributes) throws IOException {
    fuse.burn("before replacing " + file);
    if (full.test(file)) {
      throw noSpace(file);
    }
    if (dies("half a draft")) {
      Files.write(
          Disk.draft(file),
          Arrays.copyOf(content, content.length / 2),
          StandardOpenOption.CREATE);
      fuse.burn("after half a draft");
    }
    real.replace(file, content, attributes);
    fuse.burn("after replacing " + file);
  }

  @Override
  public void rehearse(Path file, Attributes attributes) throws IOException {
    if (locked.test(file)) {
      throw new AccessDeniedException(file.toString());
    }
    if (dies("a rehearsal")) {
      Files.write(Disk.draft(file), new byte[0], StandardOpenOption.CREATE);
      fuse.burn("after a rehearsal");
    }
    real.rehearse(file, attributes);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    fuse.burn("before moving " + from);
    if (full.test(to)) {
      throw noSpace(to);
    }
    real.move(from, to);
    fuse.burn("after moving " + from);
  }

  @Override
  public void remove(Path path) throws IOException {
    if (Files.exists(path)) {
      fuse.burn("before removing " + path);
    }
    real.remove(path);
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    fuse.burn("before making " + folder);
    real.createFolder(folder);
    fuse.burn("after making " + folder);
  }

  private static IOException noSpace(Path file) {
    return new FileSystemException(file.toString(), null, "No space left on device");
  }
}
