package dev.hearth.server.wire;

import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.engine.Prediction;
import dev.hearth.inference.engine.Prediction.PictureSize;
import dev.hearth.inference.engine.Result;
import dev.hearth.inference.faces.DetectedFace;
import dev.hearth.inference.faces.DetectedFaces;
import dev.hearth.inference.faces.RecognizedFace;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.ocr.DetectedText;
import dev.hearth.inference.ocr.TextBox;
import dev.hearth.inference.ocr.TextLine;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tools.jackson.core.JsonGenerator;

/**
 * The answer to {@code POST /predict} as Immich stores it. An embedding is a string that holds an
 * array; boxes of faces are whole pixels written as floats; corners of text are one flat list of
 * fractions of width and height.
 */
public final class PredictionJson {
  private final JsonGenerator json;
  private final PictureSize size;

  private PredictionJson(JsonGenerator json, PictureSize size) {
    this.json = json;
    this.size = size;
  }

  /**
   * Writes the answer.
   *
   * @throws BrokenAnswer when a number is not finite; what was written then is to be thrown away
   */
  public static void write(OutputStream out, Prediction prediction) {
    PictureSize size = prediction.size().orElse(new PictureSize(1, 1));
    Json.write(out, json -> new PredictionJson(json, size).document(prediction));
  }

  private void document(Prediction prediction) {
    json.writeStartObject();
    for (Map.Entry<Task, Result> result : prediction.results().entrySet()) {
      json.writeName(result.getKey().wireName());
      result(result.getValue());
    }
    prediction
        .size()
        .ifPresent(picture -> {
          json.writeNumberProperty("imageHeight", picture.height());
          json.writeNumberProperty("imageWidth", picture.width());
        });
    json.writeEndObject();
  }

  private void result(Result result) {
    switch (result) {
      case Result.Vector(Embedding embedding) -> embedding(embedding);
      case Result.Faces(List<RecognizedFace> faces) -> faces(faces);
      case Result.FaceBoxes(DetectedFaces boxes) -> faceBoxes(boxes.faces());
      case Result.Lines(List<TextLine> lines) -> lines(lines);
      case Result.TextBoxes(DetectedText text) -> textBoxes(text.boxes());
    }
  }

  private void embedding(Embedding embedding) {
    byte[] text = new VectorText(embedding.dimensions()).append(embedding.values()).bytes();
    json.writeRawUTF8String(text, 0, text.length);
  }

  private void faces(List<RecognizedFace> faces) {
    json.writeStartArray();
    for (RecognizedFace face : faces) {
      DetectedFace.Box box = face.face().box();
      json.writeStartObject();
      json.writeName("boundingBox");
      json.writeStartObject();
      number("x1", whole(box.x1()));
      number("y1", whole(box.y1()));
      number("x2", whole(box.x2()));
      number("y2", whole(box.y2()));
      json.writeEndObject();
      json.writeName("embedding");
      embedding(face.embedding());
      number("score", face.face().score());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void faceBoxes(List<DetectedFace> faces) {
    json.writeStartObject();
    json.writeArrayPropertyStart("boxes");
    for (DetectedFace face : faces) {
      DetectedFace.Box box = face.box();
      json.writeStartArray();
      number(whole(box.x1()));
      number(whole(box.y1()));
      number(whole(box.x2()));
      number(whole(box.y2()));
      json.writeEndArray();
    }
    json.writeEndArray();
    numbers("scores", faces, DetectedFace::score);
    json.writeArrayPropertyStart("landmarks");
    for (DetectedFace face : faces) {
      json.writeStartArray();
      face.landmarks().forEach(point -> pair(point.x(), point.y()));
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void lines(List<TextLine> lines) {
    json.writeStartObject();
    json.writeArrayPropertyStart("box");
    for (TextLine line : lines) {
      for (TextBox.Corner corner : line.box().corners()) {
        number(corner.x() / size.width());
        number(corner.y() / size.height());
      }
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("text");
    lines.forEach(line -> json.writeString(line.text()));
    json.writeEndArray();
    numbers("boxScore", lines, line -> line.box().score());
    numbers("textScore", lines, TextLine::score);
    json.writeEndObject();
  }

  private void textBoxes(List<TextBox> boxes) {
    json.writeStartObject();
    json.writeArrayPropertyStart("boxes");
    for (TextBox box : boxes) {
      json.writeStartArray();
      box.corners().forEach(corner -> pair(corner.x(), corner.y()));
      json.writeEndArray();
    }
    json.writeEndArray();
    numbers("scores", boxes, TextBox::score);
    json.writeEndObject();
  }

  private <T> void numbers(String name, List<T> items, ToDoubleFunction<T> value) {
    json.writeArrayPropertyStart(name);
    items.forEach(item -> number((float) value.applyAsDouble(item)));
    json.writeEndArray();
  }

  private void pair(float x, float y) {
    json.writeStartArray();
    number(x);
    number(y);
    json.writeEndArray();
  }

  private void number(String name, float value) {
    json.writeName(name);
    number(value);
  }

  private void number(float value) {
    if (!Float.isFinite(value)) {
      throw BrokenAnswer.notFinite();
    }
    json.writeNumber(value);
  }

  /** Rounded half to even, as numpy rounds; never a negative zero. */
  private static float whole(float value) {
    return (float) Math.rint(value) + 0f;
  }
}
