package dev.hearth.server;

import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Placement;
import dev.hearth.inference.device.Proof;
import dev.hearth.inference.device.Provider;
import dev.hearth.inference.engine.Engine;
import dev.hearth.inference.engine.EngineStatus;
import dev.hearth.inference.engine.EngineStatus.DeviceStatus;
import dev.hearth.inference.engine.EngineStatus.LoadedModel;
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
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
  private volatile boolean gpu;

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

  /** The GPU that {@link #computesOnAGpu} plays. */
  public static final Device GPU =
      new Device(
          Provider.VULKAN,
          0,
          "AMD \"Radeon\" 780M (RADV PHOENIX)",
          Optional.of("0000:c4:00.0"),
          false);

  /**
   * From now on a GPU computes: face detection proven, CLIP taken off because its answers differ.
   */
  public void computesOnAGpu() {
    gpu = true;
  }

  @Override
  public EngineStatus status() {
    DeviceStatus cpu =
        new DeviceStatus(Device.CPU, "CPU, 2 threads", "as set", Duration.ofSeconds(5));
    if (!gpu) {
      return new EngineStatus(
          List.of(cpu), ready, List.of(model(Task.CLIP, ModelType.VISUAL, "ViT-B-32__openai")));
    }
    DeviceStatus device =
        new DeviceStatus(GPU, GPU.toString(), "auto: the only GPU", Duration.ofMillis(1500), 1);
    return new EngineStatus(
        List.of(device, cpu),
        ready,
        List.of(
            model(Task.FACES, ModelType.DETECTION, "starter", GPU, PROVEN, Optional.empty()),
            model(
                Task.CLIP,
                ModelType.VISUAL,
                "ViT-B-32__openai",
                Device.CPU,
                DIFFERENT,
                Optional.of("answers differ")),
            model(Task.OCR, ModelType.RECOGNITION, "starter")));
  }

  /** 3 of 4 nodes on the device, nearly all of the time, answers as the processor's. */
  private static final Proof PROVEN =
      new Proof(
          placement(3, 1),
          OptionalDouble.of(0.975),
          new Proof.Agreement(0.9999, OptionalDouble.of(0.25), Optional.empty()),
          Duration.ofMillis(12),
          Duration.ofMillis(80));

  /** All on the device, and the answers are broken. */
  private static final Proof DIFFERENT =
      new Proof(
          placement(2, 0),
          OptionalDouble.empty(),
          new Proof.Agreement(
              Double.NaN, OptionalDouble.empty(), Optional.of("cosine is no number")),
          Duration.ofMillis(7),
          Duration.ofMillis(70));

  private static Placement placement(int onDevice, int onCpu) {
    Placement.Node node = new Placement.Node("Conv", "");
    return new Placement(Collections.nCopies(onDevice, node), Collections.nCopies(onCpu, node));
  }

  private LoadedModel model(Task task, ModelType type, String name) {
    return new LoadedModel(
        task,
        type,
        ModelName.of(name),
        ready ? "loaded" : "loading",
        Device.CPU,
        Optional.empty(),
        Optional.empty(),
        3,
        42,
        Duration.ofSeconds(7));
  }

  private static LoadedModel model(
      Task task,
      ModelType type,
      String name,
      Device device,
      Proof proof,
      Optional<String> takenOff) {
    return new LoadedModel(
        task,
        type,
        ModelName.of(name),
        "loaded",
        device,
        Optional.of(proof),
        takenOff,
        0,
        1,
        Duration.ZERO);
  }

  @Override
  public void close() {}
}
