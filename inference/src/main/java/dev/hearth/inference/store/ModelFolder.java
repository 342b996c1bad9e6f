package dev.hearth.inference.store;

import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One model on disk: {@code <root>/<task>/<name>}. Files may be missing; ask {@link #has}.
 *
 * @param task the work it does
 * @param name its folder's name, which is how requests call it
 * @param root the store it lies in
 * @param path its folder
 * @param detection the folder that holds its detection part: its own, except that all languages of
 *     an OCR family share one
 * @param writable whether files may be added to it
 */
public record ModelFolder(
    Task task, String name, Path root, Path path, Path detection, boolean writable) {

  /** The directory of one part; the whole folder for text models. */
  public Path directory(ModelType type) {
    Path base = type == ModelType.DETECTION ? detection : path;
    return base.resolve(Layout.directory(type));
  }

  /** The graph of one part. External data files lie beside it. */
  public Optional<Path> onnx(ModelType type) {
    return file(type, Layout.MODEL);
  }

  /** The graph of one part, or the problem that it is not here. */
  public Path requireOnnx(ModelType type) {
    return onnx(type)
        .orElseThrow(() ->
            new ProblemException(
                new Problem(
                    Problem.Kind.NOT_FOUND,
                    "Model " + label() + " has no " + type.wireName() + " part",
                    directory(type).resolve(Layout.MODEL) + " does not exist",
                    "hearth models pull " + label())));
  }

  /** A file beside the graph of one part: {@code tokenizer.json}, {@code preprocess_cfg.json}. */
  public Optional<Path> file(ModelType type, String name) {
    Path direct = directory(type).resolve(name);
    if (Files.isRegularFile(direct)) {
      return Optional.of(direct);
    }
    // Text models taken from the hub by hand keep their graph one folder deeper.
    Path deeper = directory(type).resolve("onnx").resolve(name);
    boolean text = Layout.directory(type).isEmpty();
    return text && Files.isRegularFile(deeper) ? Optional.of(deeper) : Optional.empty();
  }

  /** A file by its path inside the folder, for example {@code config.json} of a CLIP model. */
  public Optional<Path> file(String relative) {
    return Optional.of(Paths.inside(path, relative)).filter(Files::isRegularFile);
  }

  /** Whether all files of one part are here. */
  public boolean has(ModelType type) {
    return Layout.required(type).stream().allMatch(name -> file(type, name).isPresent());
  }

  /** The files that are needed and not here, relative to the folder; empty when complete. */
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (ModelType type : Layout.types(task)) {
      for (String name : Layout.required(type)) {
        if (file(type, name).isEmpty()) {
          missing.add(path.relativize(directory(type).resolve(name)).toString());
        }
      }
    }
    if (task == Task.CLIP && file("config.json").isEmpty()) {
      missing.add("config.json");
    }
    return missing;
  }

  /** Whether it came with Hearth's starter models. */
  public boolean starter() {
    return name.equals(Layout.STARTER);
  }

  /** How people and commands call it: {@code clip/ViT-B-32__openai}. */
  public String label() {
    return task.wireName() + "/" + name;
  }

  /** Whether any file of this model lies in its folder. */
  boolean started() {
    return Layout.types(task).stream()
        .map(type -> path.resolve(Layout.directory(type)))
        .anyMatch(directory ->
            Files.isRegularFile(directory.resolve(Layout.MODEL))
                || Files.isRegularFile(directory.resolve("onnx").resolve(Layout.MODEL)));
  }
}
