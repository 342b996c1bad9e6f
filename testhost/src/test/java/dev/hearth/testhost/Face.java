package dev.hearth.testhost;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one face that the service finds in the photo.
 *
 * @param box as the service writes it
 * @param embedding its numbers
 */
record Face(String box, List<Double> embedding) {
  private static final Pattern FOUND =
      Pattern.compile("\"boundingBox\":(\\{[^}]*})|\"embedding\":\"\\[([^\\]]*)]\"");

  /** Asks the service. */
  static Face ask(TestHost host, int port) {
    String answer =
        host.userScript(
                """
                curl -sSf -m 300 -F 'entries={"facial-recognition":{"detection":{"modelName":"starter"},\
                "recognition":{"modelName":"starter"}}}' -F image=@%s http://127.0.0.1:%d/predict
                """
                    .formatted(Posting.PHOTO, port))
            .good();
    return of(answer);
  }

  static Face of(String answer) {
    Matcher found = FOUND.matcher(answer);
    String box = "";
    List<Double> embedding = List.of();
    while (found.find()) {
      if (found.group(1) != null) {
        box = found.group(1);
      } else {
        embedding = Arrays.stream(found.group(2).split(",")).map(Double::valueOf).toList();
      }
    }
    if (box.isEmpty() || embedding.isEmpty()) {
      throw new AssertionError("no face in the answer: " + answer);
    }
    return new Face(box, embedding);
  }

  /** How alike two embeddings are: 1 for the same. */
  double cosine(Face other) {
    double dot = 0;
    double mine = 0;
    double theirs = 0;
    for (int i = 0; i < embedding.size(); i++) {
      dot += embedding.get(i) * other.embedding.get(i);
      mine += embedding.get(i) * embedding.get(i);
      theirs += other.embedding.get(i) * other.embedding.get(i);
    }
    return dot / Math.sqrt(mine * theirs);
  }
}
