package dev.hearth.evidence.diagnosis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A log of the corpus. Its file begins with lines that say where it is from and what it shows.
 *
 * @param name of its file
 * @param source who had these lines
 * @param expects the rules that find something
 * @param lines the log itself
 */
record Corpus(String name, String source, List<String> expects, List<String> lines) {
  private static final String SOURCE = "# source: ";
  private static final String EXPECTS = "# expects: ";

  /** All logs of a folder. */
  static List<Corpus> all(String folder) {
    try {
      Path path = Path.of(Objects.requireNonNull(Corpus.class.getResource(folder)).toURI());
      try (Stream<Path> files = Files.list(path)) {
        return files.sorted().map(Corpus::read).toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Corpus read(Path file) {
    try {
      List<String> all = Files.readAllLines(file);
      return new Corpus(
          file.getFileName().toString().replace(".log", ""),
          head(all, SOURCE),
          Stream.of(head(all, EXPECTS).split(", ", -1)).filter(id -> !id.isEmpty()).toList(),
          all.stream()
              .dropWhile(line -> line.startsWith(SOURCE) || line.startsWith(EXPECTS))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String head(List<String> lines, String key) {
    return lines.stream()
        .limit(2)
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()))
        .findFirst()
        .orElse("");
  }

  @Override
  public String toString() {
    return name;
  }
}
