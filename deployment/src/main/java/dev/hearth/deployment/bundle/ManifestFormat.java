package dev.hearth.deployment.bundle;

import dev.hearth.machine.Reading;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A manifest as JSON. */
final class ManifestFormat {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int FORMAT = 1;

  private ManifestFormat() {}

  static String write(Manifest manifest) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("about", "ROCm libraries that Hearth added to Ollama; docs/ollama-native.md");
    root.put("version", manifest.version());
    root.put("source", manifest.source());
    root.put("time", manifest.time().toString());
    root.put("libraries", manifest.libraries().toString());
    ArrayNode files = root.putArray("files");
    manifest
        .files()
        .forEach(file ->
            files
                .addObject()
                .put("path", file.path())
                .put("size", file.size())
                .put("sha256", file.sha256()));
    ArrayNode links = root.putArray("links");
    manifest
        .links()
        .forEach(link -> links.addObject().put("path", link.path()).put("target", link.target()));
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  static Reading<Manifest> read(String text) {
    try {
      JsonNode root = JSON.readTree(text);
      if (root.path("format").asInt(0) != FORMAT) {
        return Reading.unknown("it is of a format that this Hearth does not know");
      }
      return Reading.known(
          new Manifest(
              text(root, "version"),
              text(root, "source"),
              Instant.parse(text(root, "time")),
              Path.of(text(root, "libraries")),
              list(
                  root.path("files"),
                  each ->
                      new Manifest.StoredFile(
                          text(each, "path"), each.path("size").asLong(0), text(each, "sha256"))),
              list(
                  root.path("links"),
                  each -> new Manifest.StoredLink(text(each, "path"), text(each, "target")))));
    } catch (JacksonException | Missing | DateTimeParseException | InvalidPathException damaged) {
      return Reading.unknown("it is damaged: " + damaged.getMessage());
    }
  }

  private static String text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (!value.isString()) {
      throw new Missing(key);
    }
    return value.stringValue();
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> each) {
    List<T> all = new ArrayList<>();
    array.forEach(node -> all.add(each.apply(node)));
    return all;
  }

  /** A key is not there. */
  private static final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1;

    Missing(String key) {
      super("it has no " + key);
    }
  }
}
