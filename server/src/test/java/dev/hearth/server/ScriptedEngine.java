package dev.hearth.server;

import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.device.Device;
import dev.hearth.inference.engine.Engine;
import dev.hearth.inference.engine.EngineStatus;
import dev.hearth.inference.engine.Entry;
import dev.hearth.inference.engine.Input;
import dev.hearth.inference.engine.Prediction;
import dev.hearth.inference.engine.Result;
import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.runtime.Ticket;
import dev.hearth.inference.text.Classified;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** Answers as the test says, and remembers what it was asked. */
public final class ScriptedEngine implements Engine {
  /** One call of {@code predict}. */
  public record Asked(List<Entry> entries, Input input, Ticket ticket) {
    public String query() {
      return ((Input.Query) input).text();
    }

    public Input.Photo photo() {
      return (Input.Photo) input;
    }
  }

  /** One call about texts. */
  public record AskedTexts(
      ModelName model,
      List<String> texts,
      boolean truncate,
      boolean rawScores,
      boolean normalize) {}

  public final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
  public final BlockingQueue<AskedTexts> askedTexts = new LinkedBlockingQueue<>();
  private volatile Function<Asked, Prediction> script = ScriptedEngine::vectors;
  private volatile boolean ready = true;

  /** From now on, predictions are made so. */
  public void predicts(Function<Asked, Prediction> script) {
    this.script = script;
  }

  /** From now on, every task finds the vector (0.5, -0.25), in pictures of 600 × 800. */
  public void predictsVectors() {
    script = ScriptedEngine::vectors;
  }

  public void becomes(boolean ready) {
    this.ready = ready;
  }

  private static Prediction vectors(Asked asked) {
    Map<Task, Result> results = new EnumMap<>(Task.class);
    asked
        .entries()
        .forEach(entry -> results.put(entry.task(), new Result.Vector(Embedding.of(0.5f, -0.25f))));
    Optional<Prediction.PictureSize> size =
        asked.input() instanceof Input.Photo
            ? Optional.of(new Prediction.PictureSize(600, 800))
            : Optional.empty();
    return new Prediction(size, results);
  }

  @Override
  public Prediction predict(List<Entry> entries, Input input, Ticket ticket) {
    Asked call = new Asked(entries, input, ticket);
    asked.add(call);
    return script.apply(call);
  }

  @Override
  public List<Classified> classify(
      ModelName model, List<String> texts, boolean truncate, boolean rawScores, Ticket ticket) {
    askedTexts.add(new AskedTexts(model, texts, truncate, rawScores, true));
    return texts.stream()
        .map(text ->
            new Classified(
                List.of(
                    new Classified.Label("positive " + text.length(), 0.75f),
                    new Classified.Label("negative", 0.25f))))
        .toList();
  }

  @Override
  public List<Embedding> embed(
      ModelName model, List<String> texts, boolean truncate, boolean normalize, Ticket ticket) {
    askedTexts.add(new AskedTexts(model, texts, truncate, false, normalize));
    return texts.stream().map(text -> Embedding.of(0.5f, text.length())).toList();
  }

  @Override
  public EngineStatus status() {
    return new EngineStatus(
        List.of(
            new EngineStatus.DeviceStatus(
                Device.CPU, "CPU, 2 threads", "as set", Duration.ofSeconds(5))),
        ready,
        List.of(
            new EngineStatus.LoadedModel(
                Task.CLIP,
                ModelType.VISUAL,
                ModelName.of("ViT-B-32__openai"),
                ready ? "loaded" : "loading",
                Device.CPU,
                Optional.empty(),
                Optional.empty(),
                3,
                42,
                Duration.ofSeconds(7))));
  }

  @Override
  public void close() {}
}
