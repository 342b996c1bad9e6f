package dev.hearth.bench.lab;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Lines in a file, one JSON object each, on disk as soon as they are added. */
final class Journal implements Consumer<Line>, AutoCloseable {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(was ->
              was.withValueInclusion(
                  com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT))
          .build();

  private final BufferedWriter file;

  Journal(Path file) throws IOException {
    this.file = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Override
  public synchronized void accept(Line line) {
    try {
      file.write(JSON.writerFor(Line.class).writeValueAsString(line));
      file.newLine();
      file.flush();
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** All whole lines of a file; none where there is no file. */
  static List<Line> read(Path file) throws IOException {
    List<Line> lines = new ArrayList<>();
    if (!Files.isRegularFile(file)) {
      return lines;
    }
    for (String line : Files.readAllLines(file)) {
      try {
        lines.add(JSON.readValue(line, Line.class));
      } catch (JacksonException _) {
        // The last line of a process that died may be half a one.
      }
    }
    return lines;
  }
}
