package dev.hearth.server.wire;

import dev.hearth.inference.engine.Entry;
import dev.hearth.inference.engine.Input;
import dev.hearth.inference.engine.Options;
import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.server.spelling.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The {@code entries} document: {@code {"<task>":{"<type>":{"modelName":…,"options":…}}}}. Keys it
 * does not know beside {@code modelName} and {@code options}, and options it does not know, are
 * passed over: newer clients may send them.
 */
public final class Entries {
  private static final Map<Task, List<ModelType>> TYPES = new EnumMap<>(Task.class);

  static {
    TYPES.put(Task.CLIP, List.of(ModelType.VISUAL, ModelType.TEXTUAL));
    TYPES.put(Task.FACES, List.of(ModelType.DETECTION, ModelType.RECOGNITION));
    TYPES.put(Task.OCR, List.of(ModelType.DETECTION, ModelType.RECOGNITION));
  }

  private Entries() {}

  /**
   * Reads the document.
   *
   * @throws ProblemException {@code UNPROCESSABLE}: "Invalid request format." as the reference
   *     service says it, or what is unknown and the nearest known name
   */
  public static List<Entry> parse(String document) {
    JsonNode root = Json.parse(document).orElseThrow(Entries::invalid);
    if (!root.isObject() || root.isEmpty()) {
      throw invalid();
    }
    // The shape comes first, as in the reference service; then what the names mean.
    root.forEach(Entries::checkShape);
    List<Entry> entries = new ArrayList<>();
    root.forEachEntry((taskName, types) -> {
      Task task = task(taskName);
      types.forEachEntry((typeName, entry) -> entries.add(entry(task, typeName, entry)));
    });
    if (entries.isEmpty()) {
      throw invalid();
    }
    return entries;
  }

  /**
   * Checks that the entries fit each other and the input.
   *
   * @throws ProblemException {@code UNPROCESSABLE} for a photo given to a text model or the other
   *     way round, {@code BAD_INPUT} for recognition without detection
   */
  public static void check(List<Entry> entries, Input input) {
    for (Entry entry : entries) {
      boolean textual = entry.type() == ModelType.TEXTUAL;
      if (textual != input instanceof Input.Query) {
        throw unprocessable(
            String.format(
                Locale.ROOT,
                "Task %s of type %s takes %s, but the request brings %s",
                entry.task().wireName(),
                entry.type().wireName(),
                textual ? "a text" : "an image",
                textual ? "an image" : "a text"));
      }
    }
    for (Entry entry : entries) {
      if (entry.type() == ModelType.RECOGNITION && !detects(entries, entry.task())) {
        throw new ProblemException(
            Problem.Kind.BAD_INPUT,
            String.format(
                Locale.ROOT,
                "Task %s of type recognition depends on output of (detection, %s)",
                entry.task().wireName(),
                entry.task().wireName()),
            "");
      }
    }
  }

  private static boolean detects(List<Entry> entries, Task task) {
    return entries.stream()
        .anyMatch(entry -> entry.task() == task && entry.type() == ModelType.DETECTION);
  }

  private static void checkShape(JsonNode types) {
    if (!types.isObject()) {
      throw invalid();
    }
    for (JsonNode entry : types) {
      JsonNode name = entry.isObject() ? entry.path("modelName") : entry;
      JsonNode options = entry.path("options");
      boolean plainOptions = options.isMissingNode() || options.isNull() || options.isObject();
      if (!entry.isObject() || !name.isString() || !plainOptions) {
        throw invalid();
      }
    }
  }

  private static Task task(String name) {
    return Task.ofWireName(name)
        .filter(TYPES::containsKey)
        .orElseThrow(() -> {
          List<String> known = TYPES.keySet().stream().map(Task::wireName).toList();
          String near = NearestName.question(name, known);
          return unprocessable(
              "Unknown task '"
                  + cut(name)
                  + "'."
                  + (near.isEmpty() ? " There are " + String.join(", ", known) + "." : near));
        });
  }

  private static Entry entry(Task task, String typeName, JsonNode entry) {
    List<ModelType> types = TYPES.getOrDefault(task, List.of());
    ModelType type =
        types.stream()
            .filter(known -> known.wireName().equals(typeName))
            .findFirst()
            .orElseThrow(() -> unknownType(task, typeName, types));
    ModelName model = ModelName.of(entry.path("modelName").asString());
    if (model.value().isBlank()) {
      throw unprocessable("modelName '" + cut(model.requested()) + "' names no model");
    }
    return new Entry(task, type, model, options(entry.path("options")));
  }

  private static ProblemException unknownType(Task task, String name, List<ModelType> types) {
    List<String> known = types.stream().map(ModelType::wireName).toList();
    boolean elsewhere =
        Arrays.stream(ModelType.values()).anyMatch(type -> type.wireName().equals(name));
    String near = elsewhere ? "" : NearestName.question(name, known);
    return unprocessable(
        String.format(
            Locale.ROOT,
            "Task %s has no type '%s'.%s",
            task.wireName(),
            cut(name),
            near.isEmpty() ? " It has " + String.join(" and ", known) + "." : near));
  }

  private static Options options(JsonNode options) {
    return options.isObject() && !options.isEmpty() ? EntryOptions.read(options) : Options.NONE;
  }

  private static ProblemException invalid() {
    return unprocessable("Invalid request format.");
  }

  static ProblemException unprocessable(String what) {
    return new ProblemException(Problem.Kind.UNPROCESSABLE, what, "");
  }

  private static String cut(String name) {
    return name.length() > 100 ? name.substring(0, 100) + "…" : name;
  }
}
