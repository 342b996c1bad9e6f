package dev.hearth.deployment.bundle;

import dev.hearth.deployment.edit.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which folders take which place, so that each is one rename. */
final class Placing {
  private final Staging staging;
  private final Path libraries;
  private final Layout layout;

  Placing(Staging staging, Path libraries, Layout layout) {
    this.staging = staging;
    this.libraries = libraries;
    this.layout = layout;
  }

  List<Change> changes(Manifest manifest, Path manifestFile) throws IOException {
    List<Change> changes = new ArrayList<>();
    if (needsWhole()) {
      changes.add(new Change.Folder(libraries, whole()));
    } else {
      for (Path each : Trees.children(staging.tree())) {
        if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
          changes.add(new Change.Folder(libraries.resolve(Trees.name(staging.tree(), each)), each));
        }
      }
    }
    Optional<String> before =
        Files.isRegularFile(manifestFile)
            ? Optional.of(Files.readString(manifestFile))
            : Optional.empty();
    changes.add(new Change.Text(manifestFile, before, manifest.text()));
    return changes;
  }

  /** Until 0.12.3 the backend lies beside the folder; two renames would not be one step. */
  private boolean needsWhole() throws IOException {
    if (layout != Layout.BACKEND_BESIDE) {
      return false;
    }
    Path staged = staging.tree().resolve(Layout.BACKEND);
    Path installed = libraries.resolve(Layout.BACKEND);
    return !Files.isRegularFile(installed) || Files.mismatch(staged, installed) >= 0;
  }

  /** All that is installed, as hard links, with the bundle in it. */
  private Path whole() throws IOException {
    Path whole = Files.createDirectories(staging.work().resolve("ollama"));
    Files.setPosixFilePermissions(whole, Files.getPosixFilePermissions(libraries));
    for (Path each : Trees.children(libraries)) {
      if (!layout.takes(Trees.name(libraries, each)) && !each.equals(staging.root())) {
        same(each, whole.resolve(Trees.name(libraries, each)));
      }
    }
    for (Path each : Trees.children(staging.tree())) {
      Files.move(each, whole.resolve(Trees.name(staging.tree(), each)));
    }
    return whole;
  }

  private static void same(Path from, Path to) throws IOException {
    if (Files.isSymbolicLink(from)) {
      Files.createSymbolicLink(to, Files.readSymbolicLink(from));
    } else if (Files.isDirectory(from)) {
      Files.createDirectory(to);
      Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
      for (Path each : Trees.children(from)) {
        same(each, to.resolve(Trees.name(from, each)));
      }
    } else {
      Files.createLink(to, from);
    }
  }
}
