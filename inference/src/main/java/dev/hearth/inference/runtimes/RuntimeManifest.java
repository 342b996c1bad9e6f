package dev.hearth.inference.runtimes;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.runtime.RuntimeLibraries;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was installed, kept beside it as {@code manifest.json}.
 *
 * @param schema of this document
 * @param provider its key
 * @param version of ONNX Runtime
 * @param origin where it came from
 * @param installed when, ISO 8601 in UTC
 * @param core the path of ONNX Runtime itself
 * @param binding the path of its Java binding, where it has its own
 * @param plugin the path of a provider that is registered after loading
 * @param files all files; paths are relative to the folder where the files lie in it
 */
record RuntimeManifest(
    String schema,
    String provider,
    String version,
    String origin,
    String installed,
    String core,
    Optional<String> binding,
    Optional<String> plugin,
    List<Item> files) {
  static final String SCHEMA = "hearth.runtime/1";
  static final String FILE = "manifest.json";

  RuntimeManifest {
    files = List.copyOf(files);
  }

  /**
   * One file.
   *
   * @param seal of the file when its checksum was taken
   */
  record Item(String path, long bytes, String sha256, Seal seal) {}

  /** The manifest of a folder; empty when there is none or it cannot be understood. */
  static Optional<RuntimeManifest> of(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(Fields.of(Files.readString(file), file.toString())))
          .filter(RuntimeManifest::whole);
    } catch (Fields.Malformed | MalformedInputException malformed) {
      System.getLogger(RuntimeManifest.class.getName())
          .log(System.Logger.Level.DEBUG, file + " is not a manifest", malformed);
      return Optional.empty();
    } catch (IOException trouble) {
      throw FolderTrouble.reading(file, trouble);
    }
  }

  private static RuntimeManifest read(Fields fields) throws Fields.Malformed {
    return new RuntimeManifest(
        fields.text("schema"),
        fields.text("provider"),
        fields.text("version"),
        fields.text("origin"),
        fields.text("installed"),
        fields.text("core"),
        fields.optional("binding"),
        fields.optional("plugin"),
        fields.list("files", RuntimeManifest::item));
  }

  private static Item item(Fields fields) throws Fields.Malformed {
    Fields seal = fields.object("seal");
    return new Item(
        fields.text("path"),
        fields.number("bytes"),
        fields.text("sha256"),
        new Seal(
            seal.number("bytes"),
            seal.text("modified"),
            seal.text("changed"),
            seal.number("inode")));
  }

  private boolean whole() {
    List<String> paths = files.stream().map(Item::path).toList();
    return SCHEMA.equals(schema)
        && Provider.of(provider).isPresent()
        && paths.contains(core)
        && paths.containsAll(binding.stream().toList())
        && paths.containsAll(plugin.stream().toList())
        && paths.stream().noneMatch(path -> path.isEmpty() || path.indexOf('\0') >= 0);
  }

  /** The same with other files. */
  RuntimeManifest with(List<Item> others) {
    return new RuntimeManifest(
        schema, provider, version, origin, installed, core, binding, plugin, others);
  }

  void write(Path folder) {
    Path file = folder.resolve(FILE);
    Path part = folder.resolve(FILE + ".part");
    JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    try {
      Files.write(part, mapper.writeValueAsBytes(this));
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException trouble) {
      throw FolderTrouble.writing(file, trouble);
    }
  }

  InstalledRuntime in(Path folder) {
    Provider of = Provider.of(provider).orElseThrow();
    return new InstalledRuntime(
        of,
        version,
        origin,
        folder,
        files.stream().mapToLong(Item::bytes).sum(),
        new RuntimeLibraries(
            of, folder.resolve(core), binding.map(folder::resolve), plugin.map(folder::resolve)));
  }
}
