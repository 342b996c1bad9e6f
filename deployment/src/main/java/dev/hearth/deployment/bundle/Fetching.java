package dev.hearth.deployment.bundle;

import dev.hearth.machine.CommandRunner;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Brings what a layout wants of a source into a staged tree. */
final class Fetching {
  private final CommandRunner runner;
  private final OllamaVersion version;
  private final Layout layout;
  private final Room room;
  private final Budget budget;

  Fetching(CommandRunner runner, OllamaVersion version, Room room, Budget budget) {
    this.runner = runner;
    this.version = version;
    this.layout = Layout.of(version.number());
    this.room = room;
    this.budget = budget;
  }

  /**
   * Fetches.
   *
   * @return the names that the source gives itself
   */
  List<String> into(Staging staging, BundleSource source) throws IOException {
    return switch (source) {
      case BundleSource.Image image -> {
        new ImageCopy(runner, image, room).into(staging.tree());
        prune(staging.tree());
        yield List.of(image.image());
      }
      case BundleSource.Archived(Path file) -> archive(staging, file);
      case BundleSource.Unpacked(Path folder) -> folder(staging, folder);
    };
  }

  private List<String> folder(Staging staging, Path folder) throws IOException {
    if (Stream.of("index.json", "manifest.json")
        .anyMatch(name -> Files.isRegularFile(folder.resolve(name)))) {
      return image(staging, new Blobs.InFolder(folder));
    }
    new FolderCopy(staged(staging), layout).from(folder);
    return List.of();
  }

  private List<String> archive(Staging staging, Path file) throws IOException {
    room.require(Files.size(file));
    if (!isImage(file)) {
      StagedTree tree = staged(staging);
      read(
          file,
          (entry, content) -> {
            Optional<String> place =
                LibraryPath.inside(LibraryPath.clean(entry.getName()))
                    .filter(each -> layout.takes(each) || layout.compares(each));
            Unpacking.entry(entry, content, tree, place);
            return true;
          });
      return List.of();
    }
    try (Blobs.InTar blobs = Blobs.InTar.open(seekable(staging, file))) {
      return image(staging, blobs);
    } finally {
      Files.deleteIfExists(plain(staging));
    }
  }

  private List<String> image(Staging staging, Blobs blobs) throws IOException {
    SavedImage image = new SavedImages(blobs, version).find();
    new ImageLayers(staged(staging), layout).apply(image, blobs);
    return image.tags();
  }

  /** The first entry that says so decides: a saved image holds no lib/ollama by itself. */
  private static boolean isImage(Path file) throws IOException {
    boolean[] image = {false};
    read(
        file,
        (entry, _) -> {
          String name = LibraryPath.clean(entry.getName());
          image[0] =
              name.equals("oci-layout")
                  || name.equals("index.json")
                  || name.equals("manifest.json")
                  || name.equals("repositories")
                  || name.equals("blobs")
                  || name.startsWith("blobs/")
                  || name.matches("[0-9a-f]{64}(?:\\.tar|\\.json|/.*)?");
          return !image[0] && LibraryPath.inside(name).isEmpty();
        });
    return image[0];
  }

  /** Layers are read in an order of their own, which a compressed archive does not allow. */
  private Path seekable(Staging staging, Path file) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
      if (!Archives.isCompressed(raw)) {
        return file;
      }
      Path plain = plain(staging);
      try (OutputStream out = Files.newOutputStream(plain)) {
        budget.copy(Archives.unpacked(raw), out);
      }
      return plain;
    }
  }

  private static Path plain(Staging staging) {
    return staging.work().resolve("image.tar");
  }

  private static void read(Path file, Archives.Visitor visitor) throws IOException {
    try (InputStream raw = Files.newInputStream(file)) {
      Archives.each(Archives.unpacked(raw), visitor);
    }
  }

  private StagedTree staged(Staging staging) {
    return new StagedTree(staging.tree(), budget);
  }

  private void prune(Path tree) throws IOException {
    for (Path each : Trees.children(tree)) {
      String name = Trees.name(tree, each);
      if (!layout.takes(name) && !layout.compares(name)) {
        Trees.remove(each);
      }
    }
  }
}
