package dev.hearth.deployment.site;

import dev.hearth.planning.plan.Engine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A container as its engine describes it, running or not.
 *
 * @param name without the slash that Docker puts before it
 * @param image as it was asked for
 */
record Container(Engine engine, String id, String name, String image, Map<String, String> labels) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  Container {
    labels = Map.copyOf(labels);
  }

  /** A line of {@code ps}. */
  record Line(String id, String image) {
    /** Whether it shows a number where the image has lost its name to a newer one. */
    boolean nameless() {
      return image.matches("(?:sha256:)?[0-9a-f]{12,64}") || image.isEmpty();
    }
  }

  /** The lines of {@code ps --format '{{.ID}}\t{{.Image}}'}. */
  static List<Line> parseLines(String text) {
    return text.lines()
        .map(line -> line.split("\t", -1))
        .filter(parts -> parts.length == 2 && parts[0].matches("[0-9a-f]{12,64}"))
        .map(parts -> new Line(parts[0], parts[1].strip()))
        .toList();
  }

  /** The containers in what {@code container inspect} prints; none where it is something else. */
  static List<Container> parse(Engine engine, String text) {
    try {
      List<Container> containers = new ArrayList<>();
      for (JsonNode each : JSON.readTree(text)) {
        of(engine, each).ifPresent(containers::add);
      }
      return List.copyOf(containers);
    } catch (JacksonException _) {
      return List.of();
    }
  }

  private static Optional<Container> of(Engine engine, JsonNode node) {
    JsonNode config = node.path("Config");
    String image = config.path("Image").asString(node.path("ImageName").asString(""));
    String name = node.path("Name").asString("");
    if (image.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> labels = new HashMap<>();
    config
        .path("Labels")
        .properties()
        .forEach(each -> labels.put(each.getKey(), each.getValue().asString("")));
    return Optional.of(
        new Container(
            engine,
            node.path("Id").asString(""),
            name.startsWith("/") ? name.substring(1) : name,
            image,
            labels));
  }

  Optional<String> label(String key) {
    return Optional.ofNullable(labels.get(key)).filter(value -> !value.isEmpty());
  }
}
