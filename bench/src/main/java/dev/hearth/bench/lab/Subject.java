package dev.hearth.bench.lab;

import dev.hearth.inference.engine.Entry;
import dev.hearth.inference.engine.Options;
import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.store.ModelFolder;
import dev.hearth.inference.store.ModelStore;
import dev.hearth.inference.store.StoredModel;
import dev.hearth.inference.text.TextFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A model that is measured.
 *
 * @param task what it is for
 * @param name as requests give it
 * @param graphs its files
 */
record Subject(Task task, String name, List<Graph> graphs) {
  Subject {
    graphs = List.copyOf(graphs);
  }

  /** One file, and the part that it plays. */
  record Graph(ModelType type, Path file) {}

  /** As {@code hearth models list} writes it. */
  String label() {
    return task.wireName() + "/" + name;
  }

  String label(Graph graph) {
    return task == Task.TEXT ? label() : label() + " " + graph.type().wireName();
  }

  /** Whether the generated visual encoder is meant, for which the aims hold. */
  boolean generated() {
    return task == Task.CLIP && name.equals(Generated.NAME);
  }

  /** What a request for a photo asks for; empty for models that take texts only. */
  List<Entry> onPhotos() {
    return graphs.stream()
        .map(Graph::type)
        .filter(type -> task != Task.TEXT && type != ModelType.TEXTUAL)
        .map(type -> new Entry(task, type, ModelName.of(name), Options.NONE))
        .toList();
  }

  /** All models of a store that can be opened, by task and name. */
  static List<Subject> in(ModelStore store) {
    List<Subject> subjects = new ArrayList<>();
    for (StoredModel stored : store.list()) {
      ModelFolder folder = stored.folder();
      List<Graph> graphs = types(folder).stream().flatMap(type -> graph(folder, type)).toList();
      if (!graphs.isEmpty()) {
        subjects.add(new Subject(folder.task(), folder.name(), graphs));
      }
    }
    return List.copyOf(subjects);
  }

  private static List<ModelType> types(ModelFolder folder) {
    return switch (folder.task()) {
      case CLIP -> List.of(ModelType.VISUAL, ModelType.TEXTUAL);
      case FACES, OCR -> List.of(ModelType.DETECTION, ModelType.RECOGNITION);
      case TEXT ->
          List.of(classifies(folder.path()) ? ModelType.CLASSIFICATION : ModelType.EMBEDDING);
    };
  }

  private static java.util.stream.Stream<Graph> graph(ModelFolder folder, ModelType type) {
    if (folder.task() == Task.TEXT) {
      Path file = new TextFolder(folder.path()).model();
      return Files.isRegularFile(file)
          ? java.util.stream.Stream.of(new Graph(type, file))
          : java.util.stream.Stream.empty();
    }
    return folder.has(type)
        ? java.util.stream.Stream.of(new Graph(type, folder.requireOnnx(type)))
        : java.util.stream.Stream.empty();
  }

  /** Classifiers name their labels. */
  private static boolean classifies(Path folder) {
    Path config = folder.resolve("config.json");
    try {
      return Files.isRegularFile(config) && Files.readString(config).contains("\"id2label\"");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
