package dev.hearth.bench.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The machine, by Hearth's own commands. */
final class Looking {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Where the pack's program begins; the lab only knows it by name. */
  private static final String HEARTH = "dev.hearth.cli.Main";

  private final Pack pack;
  private final Path out;

  Looking(Pack pack, Path out) {
    this.pack = pack;
    this.out = out;
  }

  Report.Machine machine(Consumer<String> note) throws IOException, InterruptedException {
    note.accept("looking at the machine: hearth detect, hearth doctor");
    String json = hearth("detect.json", "detect", "--json");
    String text = hearth("detect.txt", "detect");
    String doctor = hearth("doctor.txt", "doctor");
    Optional<JsonNode> detected = parsed(json);
    return new Report.Machine(
        value("/etc/os-release", "PRETTY_NAME="),
        value("/proc/sys/kernel/osrelease", ""),
        value("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        detected,
        text,
        doctor);
  }

  private String hearth(String name, String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(pack.java(out));
    line.add("-Dhearth.dist=" + out.resolve("scratch"));
    line.add(HEARTH);
    line.addAll(List.of(arguments));
    Path file = out.resolve(name);
    Optional<String> trouble = Stages.run(line, file, PATIENCE);
    String said = Files.readString(file);
    // Doctor's exit code is its verdict; only what says nothing has failed.
    return said.isBlank() ? trouble.orElse("nothing was printed") : said;
  }

  private static Optional<JsonNode> parsed(String json) {
    try {
      return Optional.of(JsonMapper.shared().readTree(json)).filter(JsonNode::isObject);
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  /** What stands behind a word at a line's beginning; "unknown" where nothing does. */
  private static String value(String file, String word) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(word))
          .map(line -> line.substring(word.length()).replaceFirst("^\\s*:", ""))
          .map(line -> line.strip().replace("\"", ""))
          .findFirst()
          .orElse("unknown");
    } catch (IOException unreadable) {
      return "unknown";
    }
  }
}
