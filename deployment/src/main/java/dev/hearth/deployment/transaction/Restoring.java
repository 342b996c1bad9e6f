package dev.hearth.deployment.transaction;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts back what was there. It goes by what it finds, not by how far the deployment came, so it can
 * be killed anywhere and done again.
 */
final class Restoring {
  private final Disk disk;
  private final String id;
  private final List<Path> edited = new ArrayList<>();

  Restoring(Disk disk, String id) {
    this.disk = disk;
    this.id = id;
  }

  /** Where files came to lie that somebody edited after they were written. */
  List<Path> edited() {
    return edited;
  }

  void restore(List<Former> begun) throws IOException {
    for (Former former : begun.reversed()) {
      switch (former) {
        case Former.File file -> restore(file);
        case Former.Folder folder -> restore(folder);
      }
      for (Path folder : former.newFolders().reversed()) {
        removeIfEmpty(folder);
      }
    }
  }

  private void restore(Former.File file) throws IOException {
    Path real = file.real();
    disk.remove(Disk.draft(real));
    Optional<String> present = Ground.content(real).map(Checksum::of);
    Optional<String> former = file.copy().map(Former.Copy::sha256);
    if (present.isPresent() && !present.equals(former)) {
      if (!present.equals(file.written())) {
        putAside(real);
      } else if (former.isEmpty()) {
        disk.remove(real);
      }
    }
    if (file.copy().isPresent() && !isBack(real, file.copy().get())) {
      Former.Copy copy = file.copy().get();
      disk.replace(real, sound(copy), copy.attributes());
    }
  }

  /** Whether a file is as it was; one that cannot be read is not. */
  static boolean isBack(Path real, Former.Copy copy) {
    try {
      return Ground.content(real).map(Checksum::of).equals(Optional.of(copy.sha256()))
          && Attributes.of(real).equals(copy.attributes());
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static byte[] sound(Former.Copy copy) throws IOException {
    byte[] content = Files.readAllBytes(copy.file());
    if (!Checksum.of(content).equals(copy.sha256())) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The backup " + copy.file() + " is damaged",
              "its checksum is not the one it was made with",
              "Look at it before it is used."));
    }
    return content;
  }

  /** Somebody's work is never overwritten. */
  private void putAside(Path real) throws IOException {
    String name = real.getFileName() + ".edited-" + id;
    Path aside = real.resolveSibling(name);
    for (int number = 2; Ground.isThere(aside); number++) {
      aside = real.resolveSibling(name + "-" + number);
    }
    disk.move(real, aside);
    edited.add(aside);
  }

  private void restore(Former.Folder folder) throws IOException {
    boolean moved = folder.staged().filter(staged -> !Ground.isThere(staged)).isPresent();
    if (moved && Ground.isThere(folder.place())) {
      disk.move(folder.place(), folder.staged().get());
    }
    if (folder.kept().filter(Ground::isThere).isPresent()) {
      disk.move(folder.kept().get(), folder.place());
    }
  }

  private void removeIfEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    boolean empty;
    try (var entries = Files.list(folder)) {
      empty = entries.findAny().isEmpty();
    }
    if (empty) {
      disk.remove(folder);
    }
  }
}
