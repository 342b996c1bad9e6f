package dev.hearth.inference.image;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The native library that comes as a resource in a jar and must lie in a folder to be loaded. */
final class BundledLibrary {
  private static final String NAME = "libleptonica.so.6";

  private BundledLibrary() {}

  /**
   * Loads it for the life of the process; unpacks it first unless it lies there already.
   *
   * @throws IOException when there is none for this processor or it cannot be written
   * @throws IllegalArgumentException when the system cannot load it, for example for want of a
   *     newer C library
   */
  static SymbolLookup load(Path directory) throws IOException {
    Path file = unpack(directory.toAbsolutePath());
    return SymbolLookup.libraryLookup(file, Arena.global());
  }

  private static Path unpack(Path directory) throws IOException {
    URLConnection resource = resource().openConnection();
    resource.setUseCaches(false);
    Path file = directory.resolve(NAME);
    try (InputStream content = resource.getInputStream()) {
      boolean there = Files.isRegularFile(file);
      if (there && Files.size(file) == resource.getContentLengthLong()) {
        return file;
      }
      Files.createDirectories(directory);
      Path fresh = Files.createTempFile(directory, NAME, ".new");
      try {
        Files.copy(content, fresh, StandardCopyOption.REPLACE_EXISTING);
        // Another process may do the same now: each renames a whole file.
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    }
    return file;
  }

  private static URL resource() throws IOException {
    String processor = ManagementFactory.getOperatingSystemMXBean().getArch();
    String folder =
        switch (processor) {
          case "amd64" -> "linux-x86_64";
          case "aarch64" -> "linux-arm64";
          default -> processor;
        };
    String path = "/org/bytedeco/leptonica/" + folder + "/" + NAME;
    URL url = BundledLibrary.class.getResource(path);
    if (url == null) {
      throw new FileNotFoundException("no " + path + " on the class path");
    }
    return url;
  }
}
