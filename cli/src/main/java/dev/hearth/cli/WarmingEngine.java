package dev.hearth.cli;

import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.engine.Engine;
import dev.hearth.inference.engine.EngineStatus;
import dev.hearth.inference.engine.Entry;
import dev.hearth.inference.engine.Input;
import dev.hearth.inference.engine.LocalEngine;
import dev.hearth.inference.engine.Prediction;
import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.runtime.Ticket;
import dev.hearth.inference.text.Classified;
import java.util.List;

/** An engine that answers from the start, and calls itself ready only after its rehearsal. */
final class WarmingEngine implements Engine {
  private final LocalEngine engine;
  private volatile boolean warm;

  WarmingEngine(LocalEngine engine) {
    this.engine = engine;
  }

  /** The rehearsal is over. */
  void warmedUp() {
    warm = true;
  }

  /**
   * Waits for the models to preload.
   *
   * @throws dev.hearth.machine.ProblemException when one cannot be computed where it was asked for
   */
  void awaitPreloaded() {
    engine.awaitPreloaded();
  }

  @Override
  public Prediction predict(List<Entry> entries, Input input, Ticket ticket) {
    return engine.predict(entries, input, ticket);
  }

  @Override
  public List<Classified> classify(
      ModelName model, List<String> texts, boolean truncate, boolean rawScores, Ticket ticket) {
    return engine.classify(model, texts, truncate, rawScores, ticket);
  }

  @Override
  public List<Embedding> embed(
      ModelName model, List<String> texts, boolean truncate, boolean normalize, Ticket ticket) {
    return engine.embed(model, texts, truncate, normalize, ticket);
  }

  @Override
  public EngineStatus status() {
    EngineStatus status = engine.status();
    return new EngineStatus(status.devices(), warm && status.ready(), status.models());
  }

  @Override
  public void close() {
    engine.close();
  }
}
