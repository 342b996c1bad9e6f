package dev.hearth.inference.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Shared libraries that come inside jars, put beside each other on disk once. */
public final class NativeLibraries {
  private NativeLibraries() {}

  /**
   * Unpacks a library unless it is there already with the same size. Placed by an atomic rename, so
   * a second process never sees half a file.
   */
  public static void unpack(ClassLoader loader, String resource, Path target) {
    URL source = loader.getResource(resource);
    if (source == null) {
      throw new IllegalStateException("no resource " + resource + " on the class path");
    }
    try {
      URLConnection connection = source.openConnection();
      long size = connection.getContentLengthLong();
      if (Files.isRegularFile(target) && Files.size(target) == size) {
        return;
      }
      Files.createDirectories(target.getParent());
      Path part =
          Files.createTempFile(target.getParent(), target.getFileName().toString(), ".part");
      try (InputStream in = connection.getInputStream()) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot unpack " + resource + " to " + target, failed);
    }
  }
}
