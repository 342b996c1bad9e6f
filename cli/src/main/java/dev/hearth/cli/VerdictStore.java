package dev.hearth.cli;

import dev.hearth.cli.report.RecordedVerdict;
import dev.hearth.evidence.verdict.Verdict;
import dev.hearth.machine.Reading;
import dev.hearth.planning.Backend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last verdict on each installation, a small file each. Losing one loses nothing but a line of
 * {@code hearth status}, so what cannot be written or read is left.
 */
final class VerdictStore {
  private static final String SCHEMA = "hearth.verdict/1";
  private static final long LARGEST = 1L << 16;

  private final Path folder;

  VerdictStore(Places places) {
    this.folder = places.state().resolve("verdicts");
  }

  void record(RecordedVerdict verdict) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", SCHEMA);
    document.put("service", verdict.service());
    document.put("name", verdict.name());
    document.put("backend", verdict.backend().key());
    verdict.image().ifPresent(image -> document.put("image", image));
    document.put("outcome", verdict.outcome().name());
    document.put("because", verdict.because());
    document.put("at", verdict.at().toString());
    Path file = file(verdict.service(), verdict.name());
    try {
      Files.createDirectories(folder);
      Path next = Files.createTempFile(folder, ".verdict", ".new");
      try {
        Files.writeString(next, Json.pretty(document));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(next);
      }
    } catch (IOException _) {
      // The verdict was told; only its copy is missing.
    }
  }

  /** The last verdict; empty where none was recorded. */
  Optional<RecordedVerdict> last(String service, String name) {
    Path file = file(service, name);
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
        return Optional.empty();
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      Reading<dev.hearth.machine.Json> json = dev.hearth.machine.Json.parse(text, file.toString());
      return json.asOptional().flatMap(VerdictStore::read);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Optional<RecordedVerdict> read(dev.hearth.machine.Json json) {
    Optional<Verdict.Outcome> outcome =
        json.text("outcome")
            .flatMap(text ->
                Arrays.stream(Verdict.Outcome.values())
                    .filter(each -> each.name().equals(text))
                    .findFirst());
    Optional<Backend> backend = json.text("backend").flatMap(Backend::of);
    Optional<Instant> at = json.text("at").flatMap(VerdictStore::instant);
    if (outcome.isEmpty() || backend.isEmpty() || at.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RecordedVerdict(
            json.text("service").orElse(""),
            json.text("name").orElse(""),
            backend.get(),
            json.text("image"),
            outcome.get(),
            json.text("because").orElse(""),
            at.get()));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private Path file(String service, String name) {
    return folder.resolve((service + "@" + name).replaceAll("[^A-Za-z0-9@._-]", "_") + ".json");
  }
}
