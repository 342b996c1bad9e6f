package dev.hearth.deployment.transaction;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What was at a place before a deployment, and what it puts there. */
sealed interface Former {
  /** As the change names it. */
  Path place();

  /** Folders that the change makes first, outermost first. */
  List<Path> newFolders();

  /**
   * A file.
   *
   * @param real the place with links followed
   * @param copy empty where nothing was there
   * @param written checksum of what is put there; empty where it is removed
   */
  record File(
      Path place, Path real, Optional<Copy> copy, Optional<String> written, List<Path> newFolders)
      implements Former {
    public File {
      newFolders = List.copyOf(newFolders);
    }
  }

  /**
   * A file's copy.
   *
   * @param file in the backup
   */
  record Copy(Path file, String sha256, Attributes attributes) {}

  /**
   * A folder, which is moved and never copied: libraries are gigabytes.
   *
   * @param staged where the new one waits; empty where it is removed
   * @param kept where the old one goes; empty where nothing was there
   * @param fingerprint of the old one
   */
  record Folder(
      Path place,
      Optional<Path> staged,
      Optional<Path> kept,
      Optional<String> fingerprint,
      List<Path> newFolders)
      implements Former {
    public Folder {
      newFolders = List.copyOf(newFolders);
    }
  }
}
