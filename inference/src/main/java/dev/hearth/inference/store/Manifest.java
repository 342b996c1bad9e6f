package dev.hearth.inference.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Hearth put into a model's folder, kept beside it as {@code .hearth.json}. Models of Immich's
 * own cache, and those put there by hand, have none.
 *
 * @param source repository or package the files came from
 * @param revision commit or version
 * @param files all files, relative to the folder
 */
public record Manifest(String source, String revision, List<Item> files) {
  private static final System.Logger LOG = System.getLogger(Manifest.class.getName());

  public Manifest {
    files = List.copyOf(files);
  }

  /** One file as it was placed. */
  public record Item(String path, long size, String sha256) {}

  /** The manifest of a folder; empty when there is none or it cannot be read. */
  static Optional<Manifest> of(Path folder) {
    Path file = folder.resolve(Layout.MANIFEST);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Manifest read = JsonMapper.shared().readValue(Files.readAllBytes(file), Manifest.class);
      read.files().forEach(item -> Paths.inside(folder, item.path()));
      return Optional.of(read);
    } catch (JacksonException | NullPointerException malformed) {
      LOG.log(System.Logger.Level.WARNING, file + " is not a manifest; taken as absent", malformed);
      return Optional.empty();
    } catch (IOException trouble) {
      throw Trouble.reading(file, trouble);
    }
  }

  void write(Path folder) {
    JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    PartFile.write(folder.resolve(Layout.MANIFEST), mapper.writeValueAsBytes(this));
  }

  Optional<Item> item(String path) {
    return files.stream().filter(item -> item.path().equals(path)).findFirst();
  }
}
