package dev.hearth.inference.ocr;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What each class of a recognition model means: class 0 is the blank between characters, the last
 * one a space, those between are listed in the file's metadata.
 *
 * @param characters by class
 */
record Alphabet(List<String> characters) {
  /** The key of the metadata, one character a line. */
  static final String KEY = "character";

  static final int BLANK = 0;

  Alphabet {
    characters = List.copyOf(characters);
  }

  static Alphabet of(Map<String, String> metadata) {
    String listed = metadata.get(KEY);
    if (listed == null) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNPROCESSABLE,
              "The text recognition model does not say which characters it knows",
              "no entry \"" + KEY + "\" in the metadata of the ONNX file",
              "Use a PP-OCR model exported for RapidOCR"));
    }
    return parse(listed);
  }

  static Alphabet parse(String listed) {
    return new Alphabet(
        Stream.of(Stream.of(""), listed.lines(), Stream.of(" ")).flatMap(lines -> lines).toList());
  }
}
