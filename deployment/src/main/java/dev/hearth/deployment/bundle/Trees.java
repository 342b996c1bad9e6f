package dev.hearth.deployment.bundle;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whole folders; links are never followed. */
final class Trees {
  private Trees() {}

  /** Removes a file, a link, or a folder with all that is in it; nothing where nothing is. */
  static void remove(Path tree) throws IOException {
    if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
              throws IOException {
            if (failed != null) {
              throw failed;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** All that is in a folder, itself left out, each folder before what is in it. */
  static List<Path> walk(Path folder) throws IOException {
    List<Path> all = new ArrayList<>();
    try (var paths = Files.walk(folder)) {
      paths.filter(each -> !each.equals(folder)).sorted().forEach(all::add);
    } catch (java.io.UncheckedIOException failed) {
      throw failed.getCause();
    }
    return all;
  }

  static List<Path> children(Path folder) throws IOException {
    try (var paths = Files.list(folder)) {
      return paths.sorted().toList();
    }
  }

  /** A path named from a folder, with slashes. */
  static String name(Path folder, Path inside) {
    return folder.relativize(inside).toString();
  }
}
