package dev.hearth.inference.store;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What lies in a model's folder.
 *
 * @param bytes of all files
 * @param files those of the model, relative to the folder, sorted; not ours, not compiled caches
 * @param parts how many unfinished downloads
 * @param aside files found corrupt earlier
 */
record Contents(long bytes, List<String> files, int parts, List<Path> aside) {
  private static final Pattern ASIDE = Pattern.compile(".*\\.corrupt-\\d+");
  private static final int DEEPEST = 8;

  static Contents of(Path folder) {
    Walk walk = new Walk(folder);
    if (Files.isDirectory(folder)) {
      try {
        Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, walk);
      } catch (IOException unreadable) {
        throw Trouble.reading(folder, unreadable);
      }
    }
    walk.files.sort(null);
    return new Contents(walk.bytes, walk.files, walk.parts, List.copyOf(walk.aside));
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final List<String> files = new ArrayList<>();
    private final List<Path> aside = new ArrayList<>();
    private long bytes;
    private int parts;

    Walk(Path folder) {
      this.folder = folder;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = file.getFileName().toString();
      bytes += attributes.size();
      if (name.endsWith(Layout.PART)) {
        parts++;
      } else if (ASIDE.matcher(name).matches()) {
        aside.add(file);
      } else if (!name.startsWith(".") && attributes.isRegularFile()) {
        files.add(folder.relativize(file).toString());
      }
      return FileVisitResult.CONTINUE;
    }

    /** A dangling or circular link is no file of the model. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException trouble) {
      return FileVisitResult.CONTINUE;
    }
  }
}
