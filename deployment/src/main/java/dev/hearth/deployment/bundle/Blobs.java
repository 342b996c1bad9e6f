package dev.hearth.deployment.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** The files of a saved image, by name: in a folder or in a tar archive. */
sealed interface Blobs {
  /** Opens one; empty where there is none. */
  Optional<InputStream> open(String name) throws IOException;

  /** A folder. */
  record InFolder(Path folder) implements Blobs {
    @Override
    public Optional<InputStream> open(String name) throws IOException {
      Path file = folder.resolve(LibraryPath.clean(name));
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          ? Optional.of(Files.newInputStream(file))
          : Optional.empty();
    }
  }

  /** A tar archive that is not compressed: layers are read where they lie. */
  record InTar(TarFile tar, Map<String, TarArchiveEntry> entries) implements Blobs, AutoCloseable {
    private static final int MOST_LINKS = 4;

    static InTar open(Path file) throws IOException {
      TarFile tar;
      try {
        tar = new TarFile(file);
      } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException bad) {
        throw new IOException("the archive is damaged: " + bad.getMessage(), bad);
      }
      Map<String, TarArchiveEntry> entries = new HashMap<>();
      for (TarArchiveEntry entry : tar.getEntries()) {
        entries.put(LibraryPath.clean(entry.getName()), entry);
      }
      return new InTar(tar, entries);
    }

    @Override
    public Optional<InputStream> open(String name) throws IOException {
      String at = LibraryPath.clean(name);
      // Docker of old saved a layer that two images share as a link.
      for (int links = 0; links < MOST_LINKS; links++) {
        TarArchiveEntry entry = entries.get(at);
        if (entry == null) {
          return Optional.empty();
        }
        if (!entry.isSymbolicLink()) {
          return entry.isFile() ? Optional.of(tar.getInputStream(entry)) : Optional.empty();
        }
        Path place = Path.of("/" + at).resolveSibling(entry.getLinkName()).normalize();
        at = LibraryPath.clean(place.toString());
      }
      return Optional.empty();
    }

    @Override
    public void close() throws IOException {
      tar.close();
    }
  }
}
