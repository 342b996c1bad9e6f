package dev.hearth.machine;

import dev.hearth.machine.capture.Roots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The captured machines of this checkout, one text file each: docs/captures.md. */
public final class Machines {
  private static final String ENDING = ".txt";

  private Machines() {}

  /** The folder that holds them. */
  public static Path folder() {
    return Path.of(System.getProperty("hearth.root", ".."))
        .toAbsolutePath()
        .resolve("machine/src/test/resources/machines");
  }

  /** The names of all, sorted. */
  public static List<String> names() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ENDING))
          .map(name -> name.substring(0, name.length() - ENDING.length()))
          .sorted()
          .toList();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /** The file of a name. */
  public static Path file(String name) {
    return folder().resolve(name + ENDING);
  }

  /** The text of a name. */
  public static String text(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /** The machine of a name, that nobody asked anything yet. */
  public static Machine of(String name) {
    return Roots.open(file(name));
  }
}
