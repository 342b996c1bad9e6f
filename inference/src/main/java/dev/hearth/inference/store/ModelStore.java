package dev.hearth.inference.store;

import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.Task;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The models on disk, in the layout of Immich's cache: {@code <root>/<task>/<name>[/<revision>]/…}.
 * An Immich cache volume is a store, and a model folder put there by hand works under its folder's
 * name.
 *
 * <p>The first root is where models are pulled to, if it can be written; further roots are only
 * searched. A model lies in the first root that has all of it, else in the first that has some.
 */
public final class ModelStore {
  private final List<Path> roots;
  private final String revision;
  private final Predicate<Path> canWrite;

  public ModelStore(List<Path> roots) {
    this(roots, Layout.MAIN, ModelStore::canBeWritten);
  }

  /**
   * A store of one revision.
   *
   * @param revision of the hub's models; other than {@code main} they lie one folder deeper
   * @param canWrite whether files can be made under a path
   */
  public ModelStore(List<Path> roots, String revision, Predicate<Path> canWrite) {
    if (roots.isEmpty()) {
      throw new IllegalArgumentException("a store needs a root");
    }
    Layout.checkRevision(revision);
    this.roots = roots.stream().map(Path::toAbsolutePath).map(Path::normalize).toList();
    this.revision = revision;
    this.canWrite = canWrite;
  }

  /** The folder of a model, complete or not; empty when no root has any of it. */
  public Optional<ModelFolder> find(Task task, ModelName name) {
    Layout.checkName(name);
    List<ModelFolder> found =
        roots.stream()
            .flatMap(root -> in(root, task, name).stream())
            .filter(ModelFolder::started)
            .toList();
    return found.stream()
        .filter(folder -> folder.missing().isEmpty())
        .findFirst()
        .or(() -> found.stream().findFirst());
  }

  /** All models in all roots. */
  public List<StoredModel> list() {
    List<StoredModel> models = new ArrayList<>();
    for (Path root : roots) {
      for (Task task : Task.values()) {
        for (Path folder : folders(root, task)) {
          ModelFolder model = folder(root, task, folder);
          if (model.started() || Contents.of(model.path()).parts() > 0) {
            models.add(describe(model));
          }
        }
      }
    }
    return models;
  }

  /** Where a pull would put a model, whether or not anything is there yet. */
  public ModelFolder place(Task task, ModelName name) {
    Layout.checkName(name);
    Path root = writableRoot();
    return in(root, task, name)
        .orElseGet(() -> folder(root, task, root.resolve(task.wireName()).resolve(name.value())));
  }

  /** The root that models are pulled to. */
  public Path writableRoot() {
    Path root = roots.getFirst();
    if (!canWrite.test(root)) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The model store cannot be written, so nothing can be pulled or removed",
              root + " is read-only or not a folder",
              "Set MACHINE_LEARNING_CACHE_FOLDER to a folder that can be written; this store can"
                  + " stay in use with --models "
                  + root
                  + "."));
    }
    return root;
  }

  /** Deletes a model's folder and nothing else; symbolic links are removed, not followed. */
  public ModelFolder remove(Task task, ModelName name) {
    ModelFolder folder =
        find(task, name).or(() -> leftovers(task, name)).orElseThrow(() -> none(task, name));
    if (!folder.writable()) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "Model " + folder.label() + " lies in a store that is only read",
              folder.path().toString(),
              "Remove it there by hand."));
    }
    if (Files.isSymbolicLink(folder.path())) {
      Removal.remove(folder.root(), folder.path());
      return folder;
    }
    try (FolderLock _ = FolderLock.of(folder.path(), Progress.NONE)) {
      Removal.remove(folder.root(), folder.path());
    }
    return folder;
  }

  /**
   * Moves a corrupt file aside, so that the next pull fetches it again and its siblings stay.
   *
   * @return where it is now: {@code <file>.corrupt-<n>}
   */
  public Path quarantine(ModelFolder folder, Path file) {
    Path inside = file.toAbsolutePath().normalize();
    if (!inside.startsWith(folder.path()) && !inside.startsWith(folder.detection())) {
      throw new IllegalArgumentException(file + " is not a file of " + folder.label());
    }
    if (!folder.writable()) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "A file of model " + folder.label() + " is corrupt and lies in a read-only store",
              file.toString(),
              "Replace the file there, or pull the model into a store that can be written."));
    }
    return Removal.setAside(inside);
  }

  private Optional<ModelFolder> leftovers(Task task, ModelName name) {
    return in(roots.getFirst(), task, name).filter(folder -> Files.isDirectory(folder.path()));
  }

  static ProblemException none(Task task, ModelName name) {
    return new ProblemException(
        Problem.Kind.NOT_FOUND,
        "There is no model " + task.wireName() + "/" + name + " in the store",
        "`hearth models list` shows those that are.");
  }

  private Optional<ModelFolder> in(Path root, Task task, ModelName name) {
    Path exact = root.resolve(task.wireName()).resolve(name.value());
    if (Files.isDirectory(exact)) {
      return Optional.of(folder(root, task, exact));
    }
    // A folder put there by hand may have dots, which requests' names lose on their way.
    return folders(root, task).stream()
        .filter(path -> ModelName.of(path.getFileName().toString()).equals(name))
        .findFirst()
        .map(path -> folder(root, task, path));
  }

  private ModelFolder folder(Path root, Task task, Path folder) {
    String name = folder.getFileName().toString();
    Path path = revised(folder);
    Path detection = path;
    if (task == Task.OCR) {
      String family = Layout.detectionName(name);
      detection =
          roots.stream()
              .map(each -> revised(each.resolve(task.wireName()).resolve(family)))
              .filter(each -> Files.isRegularFile(each.resolve("detection").resolve(Layout.MODEL)))
              .findFirst()
              .orElse(path);
    }
    boolean writable = root.equals(roots.getFirst()) && canWrite.test(root);
    return new ModelFolder(task, name, root, path, detection, writable);
  }

  /** The folder of the store's revision; a folder without a manifest was put there by hand. */
  private Path revised(Path folder) {
    if (revision.equals(Layout.MAIN) || folder.endsWith(Layout.STARTER)) {
      return folder;
    }
    Path revised = folder.resolve(revision);
    boolean byHand =
        !Files.isDirectory(revised)
            && Files.isDirectory(folder)
            && !Files.exists(folder.resolve(Layout.MANIFEST));
    return byHand ? folder : revised;
  }

  /** The model folders of a task; text models may also lie under a folder of any other name. */
  private static List<Path> folders(Path root, Task task) {
    List<Path> folders = new ArrayList<>(children(root.resolve(task.wireName())));
    if (task == Task.TEXT) {
      children(root).stream()
          .filter(other -> Task.ofWireName(other.getFileName().toString()).isEmpty())
          .flatMap(other -> children(other).stream())
          .filter(ModelStore::isTextModel)
          .forEach(folders::add);
    }
    return folders;
  }

  private static boolean isTextModel(Path folder) {
    return Files.isRegularFile(folder.resolve("tokenizer.json"))
        && Files.isRegularFile(folder.resolve("config.json"))
        && (Files.isRegularFile(folder.resolve(Layout.MODEL))
            || Files.isRegularFile(folder.resolve("onnx").resolve(Layout.MODEL)));
  }

  private static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> Layout.isFolderName(entry.getFileName().toString()))
          .filter(Files::isDirectory)
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException unreadable) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The model store cannot be read",
              String.valueOf(unreadable.getMessage()),
              "Give this user the right to read " + folder + "."),
          unreadable);
    }
  }

  private static StoredModel describe(ModelFolder folder) {
    Contents contents = Contents.of(folder.path());
    List<String> missing = folder.missing();
    Set<StoredModel.State> states = EnumSet.noneOf(StoredModel.State.class);
    states.add(missing.isEmpty() ? StoredModel.State.COMPLETE : StoredModel.State.PARTIAL);
    if (!contents.aside().isEmpty()) {
      states.add(StoredModel.State.CORRUPT_ASIDE);
    }
    if (folder.starter()) {
      states.add(StoredModel.State.STARTER);
    }
    if (!folder.writable()) {
      states.add(StoredModel.State.READ_ONLY);
    }
    return new StoredModel(folder, contents.bytes(), states, missing, contents.aside());
  }

  private static boolean canBeWritten(Path root) {
    Path existing = root;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return Files.isDirectory(existing) && Files.isWritable(existing);
  }
}
