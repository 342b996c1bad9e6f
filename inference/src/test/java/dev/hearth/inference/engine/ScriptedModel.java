package dev.hearth.inference.engine;

import dev.hearth.inference.engine.Blueprint.Part;
import dev.hearth.inference.engine.Blueprint.Rows;
import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.ocr.TextDetector;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A model of one file, of which a test sees what happens to it. */
final class ScriptedModel {
  static final ModelKey KEY = new ModelKey(Task.CLIP, ModelType.VISUAL, ModelName.of("model"));

  Path file = Path.of("");
  boolean runs = true;
  int released;
  Runnable repair = () -> {};

  Blueprint blueprint() {
    Part part =
        new Part(
            file,
            Set.of(),
            AnswersRule.ANY,
            new Rows(1, false),
            _ -> List.of(Map.of("x", Shape.of(1, 4))));
    return new Blueprint(
        KEY,
        List.of(part),
        sessions -> new LoadedParts.TextFinder(new TextDetector(), sessions),
        (sample, sessions, workspace) -> {
          if (runs) {
            sessions.getFirst().run(Map.of("x", one()));
          }
        },
        _ -> {
          repair.run();
          return true;
        },
        () -> released++);
  }

  private static Tensor one() {
    return new Tensor.Floats(FloatBuffer.wrap(new float[] {1, 1, 1, 1}), Shape.of(1, 4));
  }
}
