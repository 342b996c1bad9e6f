package dev.hearth.deployment.edit;

import java.nio.file.Path;
import java.util.Optional;

/** What a deployment does to one place on the disk. */
public sealed interface Change {
  /** The place. */
  Path path();

  /**
   * A text file is written.
   *
   * @param before what must be there when the deployment begins; empty where nothing may be
   * @param after what will be there
   */
  record Text(Path path, Optional<String> before, String after) implements Change {}

  /**
   * A folder takes the place of another.
   *
   * @param staged the new one, complete, on the same file system; it is moved
   */
  record Folder(Path path, Path staged) implements Change {}

  /**
   * What is there goes, as when a deployment that brought it is undone.
   *
   * @param before the text that must be there; empty for a folder
   */
  record Removal(Path path, Optional<String> before) implements Change {}
}
