package dev.hearth.inference.ocr;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Scanner;
import java.util.regex.Pattern;

/** A probability map and what OpenCV and pyclipper make of it; see {@code ocr/generate.py}. */
record GoldenMap(int width, int height, FloatBuffer values, List<String> answers) {

  static GoldenMap load(String name) {
    byte[] file = bytes(name + ".pgm");
    int headerEnd = new String(file, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
    Scanner header = new Scanner(new String(file, 2, headerEnd, StandardCharsets.ISO_8859_1));
    int width = header.nextInt();
    int height = header.nextInt();
    FloatBuffer values = FloatBuffer.allocate(width * height);
    for (int i = 0; i < values.limit(); i++) {
      values.put(i, (file[headerEnd + i] & 0xff) / 255f);
    }
    String answers = new String(bytes(name + ".txt"), StandardCharsets.UTF_8);
    return new GoldenMap(width, height, values, answers.lines().toList());
  }

  /** The answers of one kind, without its name. */
  List<String> answers(String kind) {
    return answers.stream()
        .filter(line -> line.startsWith(kind + " "))
        .map(line -> line.substring(kind.length() + 1))
        .toList();
  }

  /** All numbers of an answer. */
  static double[] numbers(String answer) {
    return Pattern.compile("[ ,]").splitAsStream(answer).mapToDouble(Double::parseDouble).toArray();
  }

  private static byte[] bytes(String file) {
    try (InputStream stream = GoldenMap.class.getResourceAsStream("/ocr/" + file)) {
      return Objects.requireNonNull(stream, file).readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
