package dev.hearth.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The models Ollama has, by its names: {@code llama3.2:3b}. Its store holds a manifest for each
 * name, and the weights as a GGUF file under their digest.
 */
final class OllamaModels {
  private static final String WEIGHTS = "application/vnd.ollama.image.model";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private OllamaModels() {}

  /** The GGUF file of a model, where one of the usual stores has it. */
  static Optional<Path> find(String name, Map<String, String> environment) {
    for (Path store : stores(environment)) {
      Optional<Path> blob = manifest(store, name).flatMap(file -> blob(store, file));
      if (blob.isPresent()) {
        return blob;
      }
    }
    return Optional.empty();
  }

  private static List<Path> stores(Map<String, String> environment) {
    Path home = Path.of(environment.getOrDefault("HOME", "/"));
    String set = environment.getOrDefault("OLLAMA_MODELS", "");
    Path own = set.isEmpty() ? home.resolve(".ollama/models") : Path.of(set);
    return List.of(own, Path.of("/usr/share/ollama/.ollama/models"));
  }

  private static Optional<Path> manifest(Path store, String name) {
    if (!name.matches("[\\w.-]+(/[\\w.-]+){0,2}(:[\\w.-]+)?") || name.contains("..")) {
      return Optional.empty();
    }
    int colon = name.indexOf(':');
    String model = colon < 0 ? name : name.substring(0, colon);
    String tag = colon < 0 ? "latest" : name.substring(colon + 1);
    String path =
        switch (model.split("/", -1).length) {
          case 1 -> "registry.ollama.ai/library/" + model;
          case 2 -> "registry.ollama.ai/" + model;
          default -> model;
        };
    Path file = store.resolve("manifests").resolve(path).resolve(tag);
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }

  private static Optional<Path> blob(Path store, Path manifest) {
    try {
      for (JsonNode layer : JSON.readTree(Files.readString(manifest)).path("layers")) {
        String digest = layer.path("digest").asString("");
        if (layer.path("mediaType").asString("").equals(WEIGHTS)
            && digest.matches("sha256:[0-9a-f]{64}")) {
          Path blob = store.resolve("blobs").resolve(digest.replace(':', '-'));
          return Files.isRegularFile(blob) ? Optional.of(blob) : Optional.empty();
        }
      }
      return Optional.empty();
    } catch (IOException | JacksonException _) {
      return Optional.empty();
    }
  }
}
