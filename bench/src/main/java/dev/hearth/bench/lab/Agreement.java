package dev.hearth.bench.lab;

import dev.hearth.bench.lab.Line.Compared;
import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.engine.Prediction;
import dev.hearth.inference.engine.Result;
import dev.hearth.inference.faces.DetectedFace;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.ocr.TextBox;
import dev.hearth.inference.ocr.TextLine;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.text.Classified;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Answers held against the processor's, the worst of all that was compared. */
final class Agreement {
  private Optional<Double> cosine = Optional.empty();
  private Optional<Double> pixels = Optional.empty();
  private Optional<Boolean> textsEqual = Optional.empty();
  private final List<String> objections = new ArrayList<>();
  private int things;

  /** What was found, as a line of the report. */
  Compared line(String device, String model, String what) {
    cosine
        .filter(least -> !(least >= Compared.LEAST_COSINE))
        .ifPresent(least -> objections.add("a cosine below " + Compared.LEAST_COSINE));
    pixels
        .filter(most -> !(most <= Compared.MOST_PIXELS))
        .ifPresent(most -> objections.add("corners more than 2 px apart"));
    boolean holds = objections.isEmpty() && things > 0;
    String note =
        things == 0
            ? "nothing was found to compare"
            : objections.isEmpty() ? things + " compared" : String.join("; ", objections);
    return new Compared(device, model, what, cosine, pixels, textsEqual, holds, note);
  }

  /** Every output of a run; numbers that are not floats must be equal. */
  void outputs(Outputs mine, Outputs theirs) {
    for (int i = 0; i < theirs.tensors().size(); i++) {
      output(mine.names().get(i), mine.tensors().get(i), theirs.tensors().get(i));
    }
  }

  private void output(String name, Tensor mine, Tensor theirs) {
    things++;
    if (!mine.shape().equals(theirs.shape())) {
      objections.add(name + " has the shape " + mine.shape() + ", not " + theirs.shape());
    } else if (mine instanceof Tensor.Floats(var one, _)
        && theirs instanceof Tensor.Floats(var other, _)) {
      cosine(cosine(one, other));
    } else if (!data(mine).equals(data(theirs))) {
      objections.add(name + " differs");
    }
  }

  private static Object data(Tensor tensor) {
    return switch (tensor) {
      case Tensor.Floats(var data, _) -> data;
      case Tensor.Ints(var data, _) -> data;
      case Tensor.Longs(var data, _) -> data;
      case Tensor.Bytes(var data, _) -> data;
    };
  }

  /** Two embeddings of the same photo or text. */
  void embeddings(Embedding mine, Embedding theirs) {
    things++;
    cosine(cosine(mine.values(), theirs.values()));
  }

  /** Two classifications of the same text: the same label first, and scores that agree. */
  void scores(Classified mine, Classified theirs) {
    things++;
    String label = mine.labels().getFirst().name();
    if (!label.equals(theirs.labels().getFirst().name())) {
      objections.add(label + ", not " + theirs.labels().getFirst().name());
    }
    cosine(cosine(byName(mine), byName(theirs)));
  }

  private static FloatBuffer byName(Classified text) {
    FloatBuffer scores = FloatBuffer.allocate(text.labels().size());
    text.labels().stream()
        .sorted(Comparator.comparing(Classified.Label::name))
        .forEach(each -> scores.put(each.score()));
    return scores.flip();
  }

  /** Two answers to the same photo. */
  void photo(Task task, Prediction mine, Prediction theirs) {
    Result one = mine.results().get(task);
    Result other = theirs.results().get(task);
    if (one instanceof Result.Vector(var a) && other instanceof Result.Vector(var b)) {
      embeddings(a, b);
    } else if (one instanceof Result.Faces(var a) && other instanceof Result.Faces(var b)) {
      if (sameNumber("faces", a, b)) {
        for (int i = 0; i < a.size(); i++) {
          face(a.get(i).face(), b.get(i).face());
          embeddings(a.get(i).embedding(), b.get(i).embedding());
        }
      }
    } else if (one instanceof Result.Lines(var a) && other instanceof Result.Lines(var b)) {
      lines(a, b);
    } else {
      objections.add("answers of another kind");
    }
  }

  private void lines(List<TextLine> mine, List<TextLine> theirs) {
    if (!sameNumber("lines", mine, theirs)) {
      return;
    }
    for (int i = 0; i < mine.size(); i++) {
      things++;
      boolean equal = mine.get(i).text().equals(theirs.get(i).text());
      textsEqual = Optional.of(textsEqual.orElse(true) && equal);
      if (!equal) {
        objections.add("\"" + mine.get(i).text() + "\", not \"" + theirs.get(i).text() + '"');
      }
      corners(mine.get(i).box(), theirs.get(i).box());
    }
  }

  private boolean sameNumber(String what, List<?> mine, List<?> theirs) {
    if (mine.size() != theirs.size()) {
      things++;
      objections.add(mine.size() + " " + what + ", not " + theirs.size());
      return false;
    }
    return true;
  }

  private void corners(TextBox mine, TextBox theirs) {
    for (int i = 0; i < mine.corners().size(); i++) {
      moved(
          mine.corners().get(i).x() - theirs.corners().get(i).x(),
          mine.corners().get(i).y() - theirs.corners().get(i).y());
    }
  }

  private void face(DetectedFace mine, DetectedFace theirs) {
    moved(mine.box().x1() - theirs.box().x1(), mine.box().y1() - theirs.box().y1());
    moved(mine.box().x2() - theirs.box().x2(), mine.box().y2() - theirs.box().y2());
  }

  private void moved(float right, float down) {
    double farther = Math.max(Math.abs(right), Math.abs(down));
    pixels =
        Optional.of(Double.isNaN(farther) ? Double.NaN : Math.max(pixels.orElse(0.0), farther));
  }

  private void cosine(double value) {
    cosine = Optional.of(Double.isNaN(value) ? Double.NaN : Math.min(cosine.orElse(1.0), value));
  }

  /** 1 for equals, also where all is zero; NaN where a number is not finite. */
  static double cosine(FloatBuffer one, FloatBuffer other) {
    double dot = 0;
    double ones = 0;
    double others = 0;
    for (int i = 0; i < one.limit(); i++) {
      dot += (double) one.get(i) * other.get(i);
      ones += (double) one.get(i) * one.get(i);
      others += (double) other.get(i) * other.get(i);
    }
    if (ones == 0 && others == 0) {
      return 1;
    }
    return dot / Math.sqrt(ones * others);
  }
}
