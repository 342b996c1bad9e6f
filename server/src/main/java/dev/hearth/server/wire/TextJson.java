package dev.hearth.server.wire;

import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.text.Classified;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Answers as text-embeddings-inference gives them. */
public final class TextJson {
  private TextJson() {}

  /**
   * Scores of labels, best first.
   *
   * @param single one text asked by itself is answered without the outer list
   */
  public static void classified(OutputStream out, List<Classified> answers, boolean single) {
    Json.write(
        out,
        json -> {
          if (single) {
            labels(json, answers.getFirst());
          } else {
            json.writeStartArray();
            answers.forEach(answer -> labels(json, answer));
            json.writeEndArray();
          }
        });
  }

  /** A list of vectors. */
  public static void embeddings(OutputStream out, List<Embedding> embeddings) {
    VectorText text =
        new VectorText(embeddings.stream().mapToInt(embedding -> embedding.dimensions() + 1).sum());
    text.append('[');
    for (int i = 0; i < embeddings.size(); i++) {
      if (i > 0) {
        text.append(',');
      }
      text.append(embeddings.get(i).values());
    }
    text.append(']');
    try {
      out.write(text.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void labels(JsonGenerator json, Classified answer) {
    json.writeStartArray();
    for (Classified.Label label : answer.labels()) {
      if (!Float.isFinite(label.score())) {
        throw BrokenAnswer.notFinite();
      }
      json.writeStartObject();
      json.writeNumberProperty("score", label.score());
      json.writeStringProperty("label", label.name());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
