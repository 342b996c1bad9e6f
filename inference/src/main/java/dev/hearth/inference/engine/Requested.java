package dev.hearth.inference.engine;

import dev.hearth.inference.faces.DetectedFaces;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.ocr.DetectedText;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request's entries, checked and put in order: recognition depends on the detection of its task,
 * whatever the model's name; all else depends on nothing.
 */
record Requested(List<Step> independent, List<Step> dependent) {

  /**
   * One entry, and for recognition what detection found.
   *
   * @param found empty for entries that depend on nothing
   */
  record Step(Entry entry, Optional<Result> found) {
    /** The same step once detection has answered. */
    Step after(Map<Task, Result> results) {
      return new Step(entry, Optional.ofNullable(results.get(entry.task())));
    }

    DetectedFaces faces() {
      return ((Result.FaceBoxes) found.orElseThrow()).faces();
    }

    DetectedText text() {
      return ((Result.TextBoxes) found.orElseThrow()).boxes();
    }
  }

  static Requested of(List<Entry> entries, Input input) {
    List<Step> independent = new ArrayList<>();
    List<Step> dependent = new ArrayList<>();
    for (Entry entry : entries) {
      check(entry, input);
      Step step = new Step(entry, Optional.empty());
      (entry.type() == ModelType.RECOGNITION ? dependent : independent).add(step);
    }
    for (Step step : dependent) {
      if (independent.stream().noneMatch(other -> isDetectionFor(step, other))) {
        throw dependencyMissing(step.entry());
      }
    }
    return new Requested(List.copyOf(independent), List.copyOf(dependent));
  }

  List<Entry> entries() {
    return java.util.stream.Stream.concat(independent.stream(), dependent.stream())
        .map(Step::entry)
        .toList();
  }

  private static boolean isDetectionFor(Step recognition, Step other) {
    return other.entry().task() == recognition.entry().task()
        && other.entry().type() == ModelType.DETECTION;
  }

  private static void check(Entry entry, Input input) {
    if (!entry.key().possible() || entry.task() == Task.TEXT) {
      throw unprocessable("There is no " + entry.key() + " model in /predict");
    }
    boolean wantsText = entry.type() == ModelType.TEXTUAL;
    if (wantsText && input instanceof Input.Photo) {
      throw unprocessable(entry.key() + " takes a text, and the request brings an image");
    }
    if (!wantsText && input instanceof Input.Query) {
      throw unprocessable(entry.key() + " takes an image, and the request brings a text");
    }
  }

  private static ProblemException dependencyMissing(Entry entry) {
    String task = entry.task().wireName();
    return new ProblemException(
        Problem.Kind.BAD_INPUT,
        String.format(
            Locale.ROOT,
            "Task %s of type recognition depends on output of (detection, %s)",
            task,
            task),
        "Ask for detection of the same task in the same request.");
  }

  private static ProblemException unprocessable(String what) {
    return new ProblemException(Problem.Kind.UNPROCESSABLE, what, "");
  }
}
