package dev.hearth.cli;

import dev.hearth.evidence.witness.Observation.Done;
import dev.hearth.evidence.witness.Observation.Reference;
import dev.hearth.evidence.workload.Answer;
import dev.hearth.evidence.workload.Ask;
import dev.hearth.evidence.workload.JsonNumbers;
import dev.hearth.evidence.workload.Workload;
import dev.hearth.machine.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What services needed and answered while they computed on the CPU of this machine. A baseline
 * counts only for the very same request, byte for byte: other models answer otherwise.
 */
final class Baselines {
  private static final long LARGEST = 1L << 20;
  private static final int SHOWN = 12;
  private static final Reading<Reference> NONE =
      Reading.unknown("the CPU was never measured with this request");

  private final Path folder;
  private final String service;

  Baselines(Places places, String service) {
    this.folder = places.state().resolve("baselines");
    this.service = service;
  }

  /** What the CPU did with this work. */
  Reading<Reference> of(Reading<Workload> workload) {
    return workload.flatMap(work -> {
      Path file = file(work);
      try {
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
          return NONE;
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return dev.hearth.machine.Json.parse(text, file.toString()).flatMap(Baselines::read);
      } catch (IOException _) {
        return NONE;
      }
    });
  }

  /** Keeps what the CPU did, where it was never faster. */
  void record(Reading<Workload> workload, Reading<Done> done) {
    if (workload instanceof Reading.Known<Workload>(Workload work)
        && done instanceof Reading.Known<Done>(Done seen)
        && seen.each().isPositive()
        && !hasFaster(workload, seen.each())) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("schema", "hearth.baseline/1");
      document.put("service", service);
      document.put("what", work.what());
      document.put("eachMillis", seen.each().toNanos() / 1e6);
      document.put("vector", seen.answer().vector());
      document.put("boxes", seen.answer().boxes());
      try {
        Files.createDirectories(folder);
        Files.writeString(file(work), Json.pretty(document));
      } catch (IOException _) {
        // Without a baseline two witnesses are silent, no more.
      }
    }
  }

  /** The machine may have been busy this time, or that. */
  private boolean hasFaster(Reading<Workload> workload, Duration each) {
    return of(workload)
        .flatMap(Reference::each)
        .map(before -> before.compareTo(each) < 0)
        .orElse(false);
  }

  private static Reading<Reference> read(dev.hearth.machine.Json json) {
    return JsonNumbers.of(json, "eachMillis")
        .filter(millis -> millis > 0)
        .map(millis -> Duration.ofNanos((long) (millis * 1e6)))
        .map(each -> {
          List<List<Double>> boxes =
              JsonNumbers.items(json, "boxes").stream().map(JsonNumbers::vector).toList();
          List<Double> vector = json.member("vector").map(JsonNumbers::vector).orElse(List.of());
          return Reading.known(
              new Reference(Reading.known(each), Reading.known(new Answer(vector, boxes))));
        })
        .orElse(NONE);
  }

  private Path file(Workload work) {
    Ask ask = work.ask().apply(0);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ask.path().getBytes(StandardCharsets.UTF_8));
      String sum = HexFormat.of().formatHex(digest.digest(ask.body().bytes()));
      return folder.resolve(service + "-" + sum.substring(0, SHOWN) + ".json");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }
}
