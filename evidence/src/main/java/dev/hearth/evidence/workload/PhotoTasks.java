package dev.hearth.evidence.workload;

import java.util.Optional;
import java.util.StringJoiner;

/**
 * What is asked of a photo, and of which models: each that is named has to be there already, or the
 * service would fetch it.
 *
 * @param search the model that makes a photo searchable
 * @param faces the models that find faces and tell them apart
 * @param text the models that find and read text
 */
public record PhotoTasks(Optional<String> search, Optional<Pair> faces, Optional<Pair> text) {
  /** Two models that work one after the other; mostly they share a name. */
  public record Pair(String detection, String recognition) {
    /** Of one name. */
    public static Pair of(String model) {
      return new Pair(model, model);
    }
  }

  /** Searching and faces. */
  public static PhotoTasks of(String search, String faces) {
    return new PhotoTasks(Optional.of(search), Optional.of(Pair.of(faces)), Optional.<Pair>empty());
  }

  /** Faces alone. */
  public static PhotoTasks faces(String model) {
    return new PhotoTasks(Optional.empty(), Optional.of(Pair.of(model)), Optional.empty());
  }

  /** Searching alone. */
  public static PhotoTasks search(String model) {
    return new PhotoTasks(Optional.of(model), Optional.empty(), Optional.empty());
  }

  /** Text alone. */
  public static PhotoTasks text(String model) {
    return new PhotoTasks(Optional.empty(), Optional.empty(), Optional.of(Pair.of(model)));
  }

  /** Whether nothing is asked. */
  public boolean isEmpty() {
    return search.isEmpty() && faces.isEmpty() && text.isEmpty();
  }

  /** For people: a photo (search, faces). */
  public String what() {
    StringJoiner tasks = new StringJoiner(", ", "a photo (", ")");
    search.ifPresent(_ -> tasks.add("search"));
    faces.ifPresent(_ -> tasks.add("faces"));
    text.ifPresent(_ -> tasks.add("text"));
    return tasks.toString();
  }

  /** The form field that Immich's server sends with a photo; JSON. */
  public String entries() {
    StringJoiner entries = new StringJoiner(",", "{", "}");
    search.ifPresent(model -> entries.add("\"clip\":{\"visual\":" + model(model, "") + "}"));
    faces.ifPresent(
        models -> entries.add(pair("facial-recognition", models, "{\"minScore\":0.7}", "")));
    text.ifPresent(models ->
        entries.add(
            pair("ocr", models, "{\"minScore\":0.5,\"maxResolution\":736}", "{\"minScore\":0.8}")));
    return entries.toString();
  }

  private static String pair(String task, Pair models, String detecting, String recognizing) {
    return "\""
        + task
        + "\":{\"detection\":"
        + model(models.detection(), detecting)
        + ",\"recognition\":"
        + model(models.recognition(), recognizing)
        + "}";
  }

  private static String model(String name, String options) {
    return "{\"modelName\":"
        + Probes.quoted(name)
        + (options.isEmpty() ? "" : ",\"options\":" + options)
        + "}";
  }
}
