package dev.hearth.deployment.transaction;

import dev.hearth.deployment.edit.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Copies what changes will replace into a deployment's backup. */
final class Saving {
  private final Disk disk;
  private final String id;
  private final Path backup;

  Saving(DeploymentStore store, String id, Disk disk) {
    this.disk = disk;
    this.id = id;
    this.backup = store.backup(id);
  }

  List<Former> save(List<Change> changes) throws IOException {
    disk.createFolder(backup);
    List<Former> formers = new ArrayList<>();
    for (Change change : changes) {
      String name = (formers.size() + 1) + "-" + change.path().getFileName();
      formers.add(
          switch (change) {
            case Change.Text(Path path, var _, String after) ->
                file(path, name, Optional.of(Checksum.of(after)));
            case Change.Removal(Path path, var before) when before.isPresent() ->
                file(path, name, Optional.empty());
            case Change.Removal(Path path, var _) -> folder(path, name, Optional.empty());
            case Change.Folder(Path path, Path staged) -> folder(path, name, Optional.of(staged));
          });
    }
    return formers;
  }

  private Former file(Path place, String name, Optional<String> written) throws IOException {
    Path real = Ground.real(place);
    Optional<byte[]> content = Ground.content(real);
    Optional<Former.Copy> copy = Optional.empty();
    if (content.isPresent()) {
      Path file = backup.resolve(name);
      disk.replace(file, content.get(), Attributes.PRIVATE);
      copy = Optional.of(new Former.Copy(file, Checksum.of(content.get()), Attributes.of(real)));
    }
    return new Former.File(place, real, copy, written, Ground.missingFolders(real));
  }

  private Former folder(Path place, String name, Optional<Path> staged) throws IOException {
    if (!Files.isDirectory(place)) {
      return new Former.Folder(
          place, staged, Optional.empty(), Optional.empty(), Ground.missingFolders(place));
    }
    return new Former.Folder(
        place,
        staged,
        Optional.of(whereKept(place, name, staged)),
        Optional.of(Checksum.ofFolder(place)),
        List.of());
  }

  /**
   * In the backup, or where a rename can take it: beside the folder in which the staged one waits,
   * where nobody looks for libraries, and which is removed with what is left in it.
   */
  private Path whereKept(Path place, String name, Optional<Path> staged) throws IOException {
    if (Ground.onSameDisk(Ground.presentFolder(place), backup)) {
      return backup.resolve(name);
    }
    Path near = staged.map(Path::getParent).orElse(place);
    return near.resolveSibling("." + place.getFileName() + ".former-" + id);
  }
}
