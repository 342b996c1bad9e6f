package dev.hearth.deployment.transaction;

import dev.hearth.deployment.edit.Change;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Makes changes. */
final class Writing {
  private final Disk disk;

  Writing(Disk disk) {
    this.disk = disk;
  }

  void make(Change change, Former former) throws IOException {
    for (Path folder : former.newFolders()) {
      if (!Ground.isThere(folder)) {
        disk.createFolder(folder);
      }
    }
    switch (former) {
      case Former.File file when change instanceof Change.Text text ->
          disk.replace(
              file.real(),
              text.after().getBytes(StandardCharsets.UTF_8),
              file.copy().map(Former.Copy::attributes).orElse(Attributes.READABLE));
      case Former.File file -> disk.remove(file.real());
      case Former.Folder(Path place, Optional<Path> staged, Optional<Path> kept, var _, var _) -> {
        if (kept.isPresent()) {
          disk.move(place, kept.get());
        }
        if (staged.isPresent()) {
          disk.move(staged.get(), place);
        }
      }
    }
  }
}
