package dev.hearth.deployment.transaction;

import dev.hearth.deployment.edit.Change;
import dev.hearth.deployment.manager.Probe;
import dev.hearth.deployment.manager.Target;
import dev.hearth.machine.DiskSpace;
import dev.hearth.machine.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Somebody's setup: a unit, a linked file, a folder of libraries and a file to go, under one folder
 * whose tree tells whether it is as before.
 */
record Setup(Path root) {
  static final String OLD = "[Container]\nImage=immich-ml:cpu\n# höchst wichtig\n";
  static final String NEW = "[Container]\nImage=immich-ml:rocm\n# höchst wichtig\n";

  /** Makes one, with the old service running. */
  static Setup in(Path root) {
    Setup setup = new Setup(root);
    try {
      for (String folder : List.of("managed/shared", "managed/libs", "managed/.new/libs", "world")) {
        Files.createDirectories(root.resolve(folder));
      }
      setup.file("managed/immich-ml.container", OLD, 0640);
      setup.file("managed/shared/hwaccel.yml", "services: {}\n", 0600);
      setup.file("managed/libs/libold.so", "old", 0755);
      setup.file("managed/.new/libs/libnew.so", "new", 0755);
      setup.file("managed/obsolete.conf", "obsolete\n", 0644);
      Files.createSymbolicLink(
          root.resolve("managed/hwaccel.yml"), Path.of("shared", "hwaccel.yml"));
      setup.file("world/loaded", OLD, 0644);
      setup.file("world/running", OLD, 0644);
    } catch (IOException trouble) {
      throw new UncheckedIOException(trouble);
    }
    return setup;
  }

  private void file(String name, String text, int mode) throws IOException {
    Files.writeString(root.resolve(name), text);
    Files.setAttribute(root.resolve(name), "unix:mode", mode);
  }

  Path managed(String name) {
    return root.resolve("managed").resolve(name);
  }

  Path unit() {
    return managed("immich-ml.container");
  }

  ScriptedManager manager(Fuse fuse) {
    return new ScriptedManager(unit(), root.resolve("world"), fuse);
  }

  DeploymentStore store() {
    return new DeploymentStore(root.resolve("state"), "pid 4711", Duration.ofSeconds(2));
  }

  Means means(ScriptedManager manager, Disk disk, Time time) {
    return new Means(manager, _ -> room(100), disk, time);
  }

  static Reading<DiskSpace> room(long free) {
    return Reading.known(new DiskSpace(free, 1000));
  }

  /** Every kind of change at once, with this text for the unit. */
  Undertaking undertaking(String after) {
    return undertaking(
        List.of(
            new Change.Text(unit(), Optional.of(OLD), after),
            new Change.Text(managed("hwaccel.yml"), Optional.of("services: {}\n"), "services: 1\n"),
            new Change.Text(managed("a.d/b.d/hearth.conf"), Optional.empty(), "[Service]\n"),
            new Change.Folder(managed("libs"), managed(".new/libs")),
            new Change.Removal(managed("obsolete.conf"), Optional.of("obsolete\n"))));
  }

  Undertaking unitOnly(String before, String after) {
    return undertaking(List.of(new Change.Text(unit(), Optional.of(before), after)));
  }

  Undertaking undertaking(List<Change> changes) {
    return with(changes, _ -> Optional.empty());
  }

  Undertaking with(List<Change> changes, Undertaking.Question verification) {
    return new Undertaking(
        "immich-ml",
        "immich_machine_learning",
        "cpu → rocm",
        changes,
        Optional.of("immich-ml:rocm"),
        Optional.of(50L),
        new Target.QuadletUnit("immich-ml.service", "immich_machine_learning", true),
        new Probe.Http("127.0.0.1", 3003, "/ping"),
        ScriptedManager.LIMITS,
        verification);
  }

  /** Paths, modes, owners, links and contents of everything that is managed. */
  String tree() {
    return tree(root.resolve("managed"));
  }

  static String tree(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted()
          .map(path -> folder.relativize(path) + " " + describe(path))
          .collect(Collectors.joining("\n"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String describe(Path path) {
    try {
      String attributes =
          Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS).toString();
      if (Files.isSymbolicLink(path)) {
        return attributes + " -> " + Files.readSymbolicLink(path);
      }
      return Files.isDirectory(path)
          ? attributes
          : attributes + " " + Checksum.of(Files.readAllBytes(path));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
