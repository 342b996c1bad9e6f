package dev.hearth.inference.graph;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A model after rewriting.
 *
 * @param model the bytes to load: direct memory of the caller's arena when something changed, else
 *     what was given
 * @param applied how often each rewriting found its pattern; empty when the model is untouched
 * @param note why the model was left alone, or which rewritings were done; for a log line
 */
public record Rewritten(ByteBuffer model, Map<Rewrite, Integer> applied, String note) {
  public Rewritten {
    applied = Map.copyOf(applied);
  }

  static Rewritten untouched(ByteBuffer model, String reason) {
    return new Rewritten(model, Map.of(), "left as it is: " + reason);
  }

  static Rewritten changed(ByteBuffer model, Map<Rewrite, Integer> applied) {
    String note =
        applied.entrySet().stream()
            .map(entry -> entry.getKey() + " × " + entry.getValue())
            .collect(Collectors.joining(", "));
    return new Rewritten(model, applied, note);
  }

  public boolean isChanged() {
    return !applied.isEmpty();
  }
}
