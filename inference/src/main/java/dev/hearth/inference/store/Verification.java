package dev.hearth.inference.store;

import dev.hearth.inference.model.Task;
import dev.hearth.inference.store.FileCheck.Outcome;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks a model's files: by checksum where Hearth placed them, else by existence and by parsing.
 * Files are streamed; none is held in memory.
 */
public final class Verification {
  private Verification() {}

  /** Checks all files of a model. */
  public static List<FileCheck> of(ModelFolder folder, Progress progress) {
    Contents contents = Contents.of(folder.path());
    Optional<Manifest> manifest = Manifest.of(folder.path());
    progress.begins(folder.label(), contents.bytes());
    List<FileCheck> checks = new ArrayList<>();
    TreeSet<String> missing = new TreeSet<>(folder.missing());
    manifest.ifPresent(
        known -> known.files().stream().map(Manifest.Item::path).forEach(missing::add));
    long[] done = {0};
    LongConsumer read = bytes -> progress.advances(done[0] += bytes);
    for (String name : contents.files()) {
      missing.remove(name);
      Path file = folder.path().resolve(name);
      Optional<Manifest.Item> item = manifest.flatMap(known -> known.item(name));
      checks.add(
          item.map(known -> bySum(folder.task(), file, known, read))
              .orElseGet(() -> byParsing(file, name)));
      missing.addAll(externalData(folder.path(), file, contents.files()));
    }
    missing.forEach(name -> checks.add(new FileCheck(name, Outcome.MISSING, "it is not here")));
    progress.ends();
    return checks;
  }

  private static FileCheck bySum(
      Task task, Path file, Manifest.Item known, LongConsumer bytesRead) {
    String name = known.path();
    try {
      long size = Files.size(file);
      boolean same = size == known.size() && Sums.sha256(file, bytesRead).equals(known.sha256());
      if (same) {
        return new FileCheck(name, Outcome.GOOD, "");
      }
      FileCheck parsed = byParsing(file, name);
      if (task == Task.FACES && name.equals("recognition/model.onnx") && !parsed.bad()) {
        String detail = "Immich rewrites this file in place to free its batch axis";
        return new FileCheck(name, Outcome.REWRITTEN, detail);
      }
      String detail =
          size == known.size()
              ? "its checksum is not the one it was placed with"
              : String.format(Locale.ROOT, "it has %d bytes, placed were %d", size, known.size());
      return new FileCheck(name, Outcome.CORRUPT, detail);
    } catch (IOException unreadable) {
      return corrupt(name, unreadable);
    }
  }

  private static FileCheck byParsing(Path file, String name) {
    try {
      if (name.endsWith(".onnx")) {
        OnnxOutline.of(file);
      } else if (name.endsWith(".json")) {
        parseJson(file);
      } else if (Files.size(file) == 0) {
        throw new IOException("it is empty");
      }
      return new FileCheck(name, Outcome.READABLE, "no checksum to compare with");
    } catch (IOException | JacksonException broken) {
      return corrupt(name, broken);
    }
  }

  private static FileCheck corrupt(String name, Exception broken) {
    String detail =
        broken instanceof JacksonException json
            ? "not JSON: " + json.getOriginalMessage()
            : String.valueOf(broken.getMessage());
    return new FileCheck(name, Outcome.CORRUPT, detail);
  }

  private static void parseJson(Path file) throws IOException {
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(file));
        JsonParser parser = JsonMapper.shared().createParser(stream)) {
      if (parser.nextToken() == null) {
        throw new IOException("it is empty");
      }
      while (parser.nextToken() != null) {
        parser.skipChildren();
      }
    }
  }

  /** Weights that a graph names and that are not beside it. */
  private static List<String> externalData(Path folder, Path file, List<String> present) {
    if (!file.toString().endsWith(".onnx")) {
      return List.of();
    }
    try {
      return OnnxOutline.of(file).externalData().stream()
          .map(location -> folder.relativize(file.resolveSibling(location).normalize()).toString())
          .filter(name -> !present.contains(name))
          .toList();
    } catch (IOException corruptAndReported) {
      return List.of();
    }
  }
}
