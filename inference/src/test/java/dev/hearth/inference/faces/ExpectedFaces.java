package dev.hearth.inference.faces;

import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.faces.DetectedFace.Box;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the reference implementation answered for one photo. */
record ExpectedFaces(List<Face> faces) {
  /** One face: box rounded, embedding raw. */
  record Face(Box box, float score, Embedding embedding) {}

  static ExpectedFaces read(Path file) {
    try {
      JsonNode answer = JsonMapper.shared().readTree(Files.readString(file)).path("faces");
      List<Face> faces = new ArrayList<>();
      for (JsonNode face : answer.path("facial-recognition")) {
        JsonNode box = face.path("boundingBox");
        faces.add(
            new Face(
                new Box(at(box, "x1"), at(box, "y1"), at(box, "x2"), at(box, "y2")),
                at(face, "score"),
                Embedding.of(
                    JsonMapper.shared()
                        .readValue(face.path("embedding").stringValue(), float[].class))));
      }
      return new ExpectedFaces(faces);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static float at(JsonNode node, String name) {
    return (float) node.path(name).asDouble();
  }
}
