package dev.hearth.cli;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.data.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * YAML files that a person put into a folder of the configuration.
 *
 * @param folder of the configuration
 * @param explained the document that explains every key
 */
record UserFiles(Path folder, String explained) {
  private static final long LARGEST = 1L << 20;

  /** Reads a file's text. */
  interface Parser<T> {
    T parse(String name, String text);
  }

  /** All of them, by name; none where there is no such folder. */
  <T> List<T> read(Parser<T> parser) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(".*\\.ya?ml"))
          .sorted()
          .map(file -> read(file, parser))
          .toList();
    } catch (IOException e) {
      throw wrong(folder, String.valueOf(e.getMessage()));
    }
  }

  private <T> T read(Path file, Parser<T> parser) {
    try {
      if (Files.size(file) > LARGEST) {
        throw wrong(file, "it is larger than 1 MiB");
      }
      // Bytes that are no UTF-8 become signs that no key has.
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return parser.parse(file.toString(), text);
    } catch (IOException e) {
      throw wrong(file, String.valueOf(e.getMessage()));
    } catch (DataException e) {
      throw new ProblemException(
          Problem.Kind.BAD_INPUT,
          String.valueOf(e.getMessage()),
          explained + " explains every key");
    }
  }

  private static ProblemException wrong(Path file, String why) {
    return new ProblemException(
        new Problem(
            Problem.Kind.BAD_INPUT, "cannot read " + file, why, "Mend it, or move it away"));
  }
}
