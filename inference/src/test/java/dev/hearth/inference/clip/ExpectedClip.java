package dev.hearth.inference.clip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reference implementation's embeddings of the shared photos. */
final class ExpectedClip {
  private ExpectedClip() {}

  /** Of the photos by file name. */
  static Map<String, Embedding> photos(Path shared) {
    return in(shared.resolve("expected"));
  }

  /** Of the photos as Immich's previews. */
  static Map<String, Embedding> previews(Path shared) {
    return in(shared.resolve("expected/preview"));
  }

  static double cosine(Embedding one, Embedding other) {
    double product = 0;
    double ones = 0;
    double others = 0;
    for (int i = 0; i < one.dimensions(); i++) {
      double a = one.values().get(i);
      double b = other.values().get(i);
      product += a * b;
      ones += a * a;
      others += b * b;
    }
    return product / Math.sqrt(ones * others);
  }

  private static Map<String, Embedding> in(Path folder) {
    Map<String, Embedding> embeddings = new TreeMap<>();
    JsonMapper json = JsonMapper.shared();
    try (DirectoryStream<Path> answers = Files.newDirectoryStream(folder, "*.json")) {
      for (Path answer : answers) {
        String name = answer.getFileName().toString();
        JsonNode vector = json.readTree(json.readTree(answer).at("/clip/clip").asString());
        float[] values = new float[vector.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) vector.path(i).asDouble();
        }
        embeddings.put(name.substring(0, name.length() - ".json".length()), Embedding.of(values));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return embeddings;
  }
}
