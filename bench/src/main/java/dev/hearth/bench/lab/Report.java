package dev.hearth.bench.lab;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.hearth.bench.lab.Line.Cell;
import dev.hearth.bench.lab.Line.Compared;
import dev.hearth.bench.lab.Line.Computer;
import dev.hearth.bench.lab.Line.Opened;
import dev.hearth.bench.lab.Line.Skipped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that a run learnt, as the document {@code hearth.gpu-lab/1}; its schema is {@code
 * docs/schema/hearth.gpu-lab-1.schema.json}.
 *
 * @param pack what was packed: commit, version, date
 * @param date of the run, with time and zone
 * @param minutes that the run was given
 * @param finished whether all stages have run
 * @param machine facts of the machine
 * @param lines in the order in which they were learnt
 */
record Report(
    Map<String, String> pack,
    String date,
    double minutes,
    boolean finished,
    Machine machine,
    List<Line> lines) {
  static final String SCHEMA = "hearth.gpu-lab/1";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .changeDefaultPropertyInclusion(
              was -> was.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .build();

  Report {
    pack = new LinkedHashMap<>(pack);
    lines = List.copyOf(lines);
  }

  /**
   * The machine.
   *
   * @param system name and version of the distribution
   * @param kernel its release
   * @param processor its name
   * @param cores that the run may use
   * @param detected what {@code hearth detect --json} says; empty where it failed
   * @param detectedText the same for people
   * @param doctor what {@code hearth doctor} says
   */
  record Machine(
      String system,
      String kernel,
      String processor,
      int cores,
      Optional<JsonNode> detected,
      String detectedText,
      String doctor) {}

  List<Cell> cells() {
    return of(Cell.class);
  }

  List<Compared> compared() {
    return of(Compared.class);
  }

  List<Opened> opened() {
    return of(Opened.class);
  }

  List<Line.Proven> proven() {
    return of(Line.Proven.class).stream().distinct().toList();
  }

  List<Skipped> skipped() {
    return of(Skipped.class);
  }

  List<Computer> devices() {
    return of(Computer.class).stream().distinct().toList();
  }

  private <T extends Line> List<T> of(Class<T> kind) {
    return lines.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  String json() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", SCHEMA);
    document.put("date", date);
    document.put("pack", pack);
    document.put("minutes", minutes);
    document.put("finished", finished);
    document.put("machine", machine);
    document.put("aims", Aim.of(this));
    document.put("devices", devices());
    document.put("opened", opened());
    document.put("cells", cells());
    document.put("proven", proven());
    document.put("compared", compared());
    document.put("skipped", skipped());
    return JSON.writeValueAsString(document);
  }

  /** Writes both forms; each is whole at every moment. */
  void write(Path folder) throws IOException {
    replace(folder.resolve("gpu-lab.json"), json() + "\n");
    replace(folder.resolve("gpu-lab.md"), new Markdown(this).text());
  }

  private static void replace(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
