package dev.hearth.bench;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The photos of a run, the same for server and floor.
 *
 * @param photos in the order of their names
 */
public record Photos(List<Photo> photos) {
  /** One encoded file. */
  public record Photo(String name, byte[] encoded) {}

  public Photos {
    photos = List.copyOf(photos);
  }

  /**
   * Reads the first files of a folder by name.
   *
   * @param most how many at most
   */
  public static Photos read(Path folder, int most) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Photo> photos =
          files.filter(Files::isRegularFile).sorted().limit(most).map(Photos::photo).toList();
      if (!photos.isEmpty()) {
        return new Photos(photos);
      }
    } catch (IOException unreadable) {
      throw missing(folder, unreadable.toString());
    }
    throw missing(folder, "it holds no file");
  }

  public int size() {
    return photos.size();
  }

  public List<String> names() {
    return photos.stream().map(Photo::name).toList();
  }

  private static Photo photo(Path file) {
    try {
      return new Photo(file.getFileName().toString(), Files.readAllBytes(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static ProblemException missing(Path folder, String evidence) {
    return new ProblemException(
        new Problem(
            Problem.Kind.NOT_FOUND,
            "There are no photos in " + folder,
            evidence,
            "Name a folder of JPEG previews: --photos DIR"));
  }
}
