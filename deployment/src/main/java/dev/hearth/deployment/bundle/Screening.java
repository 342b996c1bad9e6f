package dev.hearth.deployment.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Goes over all that was staged, whoever wrote it: files, folders and links that stay inside, open
 * to every user to read and to none but the owner to write.
 */
final class Screening {
  private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> READ = PosixFilePermissions.fromString("rw-r--r--");

  private final Path tree;
  private final Layout layout;
  private final List<Manifest.StoredFile> files = new ArrayList<>();
  private final List<Manifest.StoredLink> links = new ArrayList<>();

  private Screening(Path tree, Layout layout) {
    this.tree = tree;
    this.layout = layout;
  }

  /** Checks a tree and sets its modes. */
  static void apply(Path tree) throws IOException {
    Files.setPosixFilePermissions(tree, OPEN);
    for (Path each : Trees.walk(tree)) {
      if (Files.isSymbolicLink(each)) {
        Links.check(tree, each, Files.readSymbolicLink(each).toString());
      } else if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
        Files.setPosixFilePermissions(each, OPEN);
      } else if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
        boolean program =
            Files.getPosixFilePermissions(each).contains(PosixFilePermission.OWNER_EXECUTE);
        Files.setPosixFilePermissions(each, program ? OPEN : READ);
      } else {
        throw new IOException(Trees.name(tree, each) + " is no file but a device or a pipe");
      }
    }
  }

  /** The bytes of the bundle. */
  static long bytes(Path tree, Layout layout) throws IOException {
    long bytes = 0;
    for (Path each : Trees.walk(tree)) {
      if (layout.takes(Trees.name(tree, each))
          && Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
        bytes += Files.size(each);
      }
    }
    return bytes;
  }

  /** What is in the bundle, with sums; all of it is on the disk afterwards. */
  static Screening inventory(Path tree, Layout layout) throws IOException {
    Screening screening = new Screening(tree, layout);
    for (Path each : Trees.walk(tree)) {
      screening.note(each);
    }
    return screening;
  }

  private void note(Path each) throws IOException {
    String name = Trees.name(tree, each);
    if (!layout.takes(name)) {
      return;
    }
    if (Files.isSymbolicLink(each)) {
      links.add(new Manifest.StoredLink(name, Files.readSymbolicLink(each).toString()));
    } else if (Files.isRegularFile(each)) {
      files.add(new Manifest.StoredFile(name, Files.size(each), Sums.of(each)));
    }
  }

  List<Manifest.StoredFile> files() {
    return List.copyOf(files);
  }

  List<Manifest.StoredLink> links() {
    return List.copyOf(links);
  }
}
