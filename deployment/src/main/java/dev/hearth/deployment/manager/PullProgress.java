package dev.hearth.deployment.manager;

import dev.hearth.machine.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How much of an image is here, by the lines of JSON with which Docker, and Podman in its place,
 * tell of a pull. Counts what comes over the network: packed bytes. Not safe for several threads.
 */
final class PullProgress {
  private final Map<String, Layer> layers = new HashMap<>();
  private final Map<String, Long> sizes;
  private String error = "";

  private record Layer(long here, long all) {}

  /**
   * A pull.
   *
   * @param sizes of the layers by digest, where they are known: those that were here before count
   *     too
   */
  PullProgress(Map<String, Long> sizes) {
    this.sizes = Map.copyOf(sizes);
  }

  /** Takes one line; what it does not understand tells nothing. */
  void accept(String line) {
    Json.parse(line, "pull").asOptional().ifPresent(this::accept);
  }

  private void accept(Json event) {
    event
        .text("error")
        .or(() -> event.member("errorDetail").flatMap(detail -> detail.text("message")))
        .or(() -> event.text("message"))
        .ifPresent(said -> error = said);
    event.text("id").ifPresent(id -> accept(id, event));
  }

  private void accept(String id, Json event) {
    Optional<Json> detail = event.member("progressDetail");
    long current = detail.flatMap(it -> it.number("current")).orElse(0L);
    long total = detail.flatMap(it -> it.number("total")).orElse(0L);
    Layer before = layers.getOrDefault(id, new Layer(0, size(id)));
    long all = Math.max(before.all(), total);
    switch (event.text("status").orElse("")) {
      case "Downloading" -> layers.put(id, new Layer(Math.max(before.here(), current), all));
      // What is unpacked has come as a whole; its own figures count the unpacking.
      case "Verifying Checksum",
          "Download complete",
          "Extracting",
          "Pull complete",
          "Already exists" ->
          layers.put(id, new Layer(Math.max(before.here(), before.all()), before.all()));
      case "Pulling fs layer", "Waiting" -> layers.put(id, new Layer(before.here(), all));
      default -> {}
    }
  }

  /** Engines shorten digests to their first letters. */
  private long size(String id) {
    return sizes.entrySet().stream()
        .filter(each -> each.getKey().replace("sha256:", "").startsWith(id.replace("sha256:", "")))
        .mapToLong(Map.Entry::getValue)
        .findFirst()
        .orElse(0);
  }

  /** The bytes that are here. */
  long bytes() {
    return layers.values().stream().mapToLong(Layer::here).sum();
  }

  /** What went wrong, in the engine's words. */
  Optional<String> error() {
    return error.isEmpty() ? Optional.empty() : Optional.of(error);
  }
}
