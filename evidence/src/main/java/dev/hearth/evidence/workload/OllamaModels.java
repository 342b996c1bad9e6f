package dev.hearth.evidence.workload;

import dev.hearth.machine.Json;
import dev.hearth.machine.Reading;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which of Ollama's models a probe should ask: one that is loaded, else the smallest. */
public final class OllamaModels {
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private OllamaModels() {}

  /** The model to ask; unknown where there is none. */
  public static Reading<String> choose(Http http) {
    Optional<String> loaded = smallest(models(http, "/api/ps").orElse(List.of()));
    if (loaded.isPresent()) {
      return Reading.known(loaded.get());
    }
    return models(http, "/api/tags")
        .flatMap(models ->
            smallest(models)
                .map(Reading::known)
                .orElseGet(() ->
                    Reading.unknown(
                        "Ollama has no model here: ollama pull llama3.2:1b fetches one")));
  }

  private static Reading<List<Json>> models(Http http, String path) {
    return http.send(Ask.get(path), DEADLINE)
        .flatMap(reply -> reply.json(path))
        .map(json -> JsonNumbers.items(json, "models"));
  }

  /** A model that embeds cannot be asked for text; its family says so. */
  private static Optional<String> smallest(List<Json> models) {
    return models.stream()
        .filter(model -> model.text("name").isPresent())
        .filter(model -> !embeds(model))
        .min(Comparator.comparing(model -> JsonNumbers.of(model, "size").orElse(Double.MAX_VALUE)))
        .flatMap(model -> model.text("name"));
  }

  private static boolean embeds(Json model) {
    return model.member("details").flatMap(it -> it.text("family")).orElse("").endsWith("bert");
  }
}
