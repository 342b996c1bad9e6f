package dev.hearth.inference.engine;

import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.runtime.Ticket;
import dev.hearth.inference.text.Classified;
import java.util.List;

/**
 * The inference engine as the server sees it. Every call may throw {@link
 * dev.hearth.machine.ProblemException}, whose kind the server turns into a status.
 */
public interface Engine extends AutoCloseable {
  /**
   * Runs all entries of one request: those without dependency first, at the same time, then
   * recognition on what detection found.
   */
  Prediction predict(List<Entry> entries, Input input, Ticket ticket);

  /**
   * Classifies texts, as text-embeddings-inference does.
   *
   * @param truncate cut texts longer than the model takes, instead of refusing them
   * @param rawScores logits instead of probabilities
   */
  List<Classified> classify(
      ModelName model, List<String> texts, boolean truncate, boolean rawScores, Ticket ticket);

  /**
   * Embeds texts.
   *
   * @param normalize scale each to unit length
   */
  List<Embedding> embed(
      ModelName model, List<String> texts, boolean truncate, boolean normalize, Ticket ticket);

  /** What is loaded, what waits, which device computes. */
  EngineStatus status();

  /** Stops admission, finishes what was admitted, frees all models. */
  @Override
  void close();
}
