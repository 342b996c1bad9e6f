package dev.hearth.deployment.site;

import dev.hearth.machine.Machine;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Texts of a machine's files, byte for byte: what is not UTF-8 could not be written back. */
record Texts(Machine machine) {
  private static final int LARGEST = 1 << 20;

  Optional<String> read(Path path) {
    return machine
        .bytes(path.toString())
        .asOptional()
        .filter(bytes -> bytes.length <= LARGEST)
        .flatMap(Texts::decoded);
  }

  private static Optional<String> decoded(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /** The texts of some files; those that cannot be read are left out. */
  Map<Path, String> all(List<Path> paths) {
    Map<Path, String> texts = new TreeMap<>();
    paths.forEach(path -> read(path).ifPresent(text -> texts.put(path, text)));
    return texts;
  }

  /** The drop-ins in a folder, in the order in which they count. */
  List<Path> dropIns(Path folder) {
    return machine.namesOrNone(folder.toString()).stream()
        .filter(name -> name.endsWith(".conf"))
        .map(folder::resolve)
        .toList();
  }
}
