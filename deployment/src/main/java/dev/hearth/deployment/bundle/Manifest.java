package dev.hearth.deployment.bundle;

import dev.hearth.machine.Reading;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Hearth put into an Ollama's folder of libraries.
 *
 * @param version of the Ollama that it was meant for
 * @param source where it came from, as people read it
 * @param time when it was made ready
 * @param libraries the folder of libraries
 * @param files in it, named from there
 * @param links in it
 */
public record Manifest(
    String version,
    String source,
    Instant time,
    Path libraries,
    List<StoredFile> files,
    List<StoredLink> links) {
  public Manifest {
    files = List.copyOf(files);
    links = List.copyOf(links);
  }

  /**
   * A file.
   *
   * @param path from the folder of libraries: rocm/librocblas.so.4.3.60303
   * @param sha256 in hexadecimal
   */
  public record StoredFile(String path, long size, String sha256) {}

  /** A symbolic link, and what it says. */
  public record StoredLink(String path, String target) {}

  /** The bytes of all files. */
  public long bytes() {
    return files.stream().mapToLong(StoredFile::size).sum();
  }

  /** Every path, named from the folder of libraries. */
  public List<String> paths() {
    return Stream.concat(files.stream().map(StoredFile::path), links.stream().map(StoredLink::path))
        .sorted()
        .toList();
  }

  /** As it is written. */
  public String text() {
    return ManifestFormat.write(this);
  }

  /** Reads what {@link #text()} wrote. */
  public static Reading<Manifest> parse(String text) {
    return ManifestFormat.read(text);
  }
}
