package dev.hearth.inference.engine;

import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.device.Device;
import dev.hearth.inference.engine.EngineStatus.DeviceStatus;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.image.PictureDecoder;
import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.SessionPool;
import dev.hearth.inference.runtime.Ticket;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Workspace;
import dev.hearth.inference.text.Classified;
import dev.hearth.machine.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** The engine on this machine's own processor and devices. */
public final class LocalEngine implements Engine {
  private static final double FACE_SCORE = 0.7;
  private static final double TEXT_BOX_SCORE = 0.5;
  private static final double LINE_SCORE = 0.9;
  private static final int SHORTER_SIDE = 736;

  private final EngineSettings settings;
  private final PictureDecoder decoder;
  private final MemoryPool memory;
  private final Models models;
  private final Steps steps = new Steps(System::nanoTime);
  private final List<CompletableFuture<?>> preloads;
  private final Sweeper sweeper;

  public LocalEngine(
      EngineSettings settings, ModelOpener opener, PictureDecoder decoder, MemoryPool memory) {
    this(settings, (ModelLoader) opener, decoder, memory);
  }

  LocalEngine(
      EngineSettings settings, ModelLoader opener, PictureDecoder decoder, MemoryPool memory) {
    this.settings = settings;
    this.decoder = decoder;
    this.memory = memory;
    this.models = new Models(opener, settings.timeToLive(), System::nanoTime, settings.computing());
    this.preloads = settings.preload().stream().<CompletableFuture<?>>map(models::keep).toList();
    this.sweeper = Sweeper.start(settings.sweepEvery(), this::sweep);
  }

  @Override
  public Prediction predict(List<Entry> entries, Input input, Ticket ticket) {
    Requested requested = Requested.of(entries, input);
    List<Models.Lease> leases = new ArrayList<>();
    try (Workspace workspace = memory.workspace()) {
      Map<Entry, LoadedParts> parts = new HashMap<>();
      for (Entry entry : requested.entries()) {
        Models.Lease lease = models.lease(entry.key(), ticket);
        leases.add(lease);
        parts.put(entry, lease.parts());
        admit(lease.parts());
      }
      return switch (input) {
        case Input.Photo(var encoded) -> {
          ticket.check();
          Picture picture = decoder.decode(encoded, workspace);
          Steps.Done done = steps.run(requested, step -> onPicture(step, parts, picture, ticket));
          var size = new Prediction.PictureSize(picture.width(), picture.height());
          yield new Prediction(Optional.of(size), done.results(), done.times());
        }
        case Input.Query(String text) -> {
          Steps.Done done = steps.run(requested, step -> onText(step, parts, text, ticket));
          yield new Prediction(Optional.empty(), done.results(), done.times());
        }
      };
    } finally {
      leases.forEach(Models.Lease::close);
    }
  }

  @Override
  public List<Classified> classify(
      ModelName model, List<String> texts, boolean truncate, boolean rawScores, Ticket ticket) {
    ModelKey key = new ModelKey(Task.TEXT, ModelType.CLASSIFICATION, model);
    try (Models.Lease lease = models.lease(key, ticket);
        Workspace workspace = memory.workspace()) {
      var loaded = (LoadedParts.Classification) admit(lease.parts());
      Session session = loaded.sessions().getFirst().forRequest(ticket);
      return loaded.model().classify(texts, truncate, rawScores, session, workspace);
    }
  }

  @Override
  public List<Embedding> embed(
      ModelName model, List<String> texts, boolean truncate, boolean normalize, Ticket ticket) {
    ModelKey key = new ModelKey(Task.TEXT, ModelType.EMBEDDING, model);
    try (Models.Lease lease = models.lease(key, ticket);
        Workspace workspace = memory.workspace()) {
      var loaded = (LoadedParts.TextEmbedding) admit(lease.parts());
      Session session = loaded.sessions().getFirst().forRequest(ticket);
      return loaded.model().embed(texts, truncate, normalize, session, workspace);
    }
  }

  @Override
  public EngineStatus status() {
    List<DeviceStatus> devices =
        settings.computing().devices().stream().map(this::describe).toList();
    return new EngineStatus(devices, ready(), models.status());
  }

  /**
   * Waits until the models to preload are loaded and warm.
   *
   * @throws ProblemException the first refusal of a device that was asked for. Other failures are
   *     left to the requests that need the model, which may come when the network is back
   */
  public void awaitPreloaded() {
    for (CompletableFuture<?> preload : preloads) {
      try {
        preload.join();
      } catch (CompletionException failed) {
        if (failed.getCause() instanceof ProblemException refusal && DeviceRefusal.is(refusal)) {
          throw refusal;
        }
      }
    }
  }

  private boolean ready() {
    return preloads.stream().allMatch(CompletableFuture::isDone);
  }

  private DeviceStatus describe(Device device) {
    int threads = settings.sessions().intraOpThreads();
    String description =
        device.isCpu() && threads > 0 ? "CPU, " + threads + " threads a model" : device.toString();
    String because =
        settings.computing().byTask().values().stream()
            .filter(choice -> choice.devices().contains(device))
            .map(Computing.Choice::because)
            .distinct()
            .collect(Collectors.joining("; "));
    return new DeviceStatus(
        device, description, because, models.busy(device), models.takenOff(device));
  }

  @Override
  public void close() {
    sweeper.close();
    models.close();
    memory.trim();
  }

  /** Frees what was not used for its time to live. */
  void sweep() {
    if (models.sweep() > 0) {
      memory.trim();
    }
  }

  /** Says no at the door, before anything is decoded, when a queue is full. */
  private static LoadedParts admit(LoadedParts parts) {
    for (SessionPool session : parts.sessions()) {
      session.requireAdmission();
    }
    return parts;
  }

  private Result onPicture(
      Requested.Step step, Map<Entry, LoadedParts> parts, Picture picture, Ticket ticket) {
    Entry entry = step.entry();
    LoadedParts loaded = parts.get(entry);
    Options options = entry.options();
    try (Workspace workspace = memory.workspace()) {
      return switch (Objects.requireNonNull(loaded)) {
        case LoadedParts.Faces(var detector, var sessions) ->
            new Result.FaceBoxes(
                detector.detect(
                    picture,
                    options.minScore().orElse(FACE_SCORE),
                    forRequest(sessions, ticket),
                    workspace));
        case LoadedParts.FaceEmbedding(var recognizer, var sessions) ->
            new Result.Faces(
                recognizer.recognize(
                    picture,
                    step.faces(),
                    settings.faceBatch(),
                    sessions.getFirst().forRequest(ticket),
                    workspace));
        case LoadedParts.TextFinder(var detector, var sessions) ->
            new Result.TextBoxes(
                detector.detect(
                    picture,
                    options.minScore().orElse(TEXT_BOX_SCORE),
                    options.maxResolution().orElse(SHORTER_SIDE),
                    options.slowScore(),
                    sessions.getFirst().forRequest(ticket),
                    workspace));
        case LoadedParts.TextReader(var recognizer, var sessions) ->
            new Result.Lines(
                recognizer.recognize(
                    picture,
                    step.text(),
                    options.minScore().orElse(LINE_SCORE),
                    settings.lineBatch(),
                    sessions.getFirst().forRequest(ticket),
                    workspace));
        case LoadedParts.PictureEmbedding(var model, var sessions) ->
            new Result.Vector(
                model.embed(picture, sessions.getFirst().forRequest(ticket), workspace));
        case LoadedParts.QueryEmbedding _,
            LoadedParts.Classification _,
            LoadedParts.TextEmbedding _ ->
            throw new IllegalStateException(entry.key() + " does not take pictures");
      };
    }
  }

  private Result onText(
      Requested.Step step, Map<Entry, LoadedParts> parts, String text, Ticket ticket) {
    if (!(parts.get(step.entry()) instanceof LoadedParts.QueryEmbedding(var model, var sessions))) {
      throw new IllegalStateException(step.entry().key() + " does not take texts");
    }
    try (Workspace workspace = memory.workspace()) {
      return new Result.Vector(
          model.embed(
              text,
              step.entry().options().language(),
              sessions.getFirst().forRequest(ticket),
              workspace));
    }
  }

  private static List<Session> forRequest(List<SessionPool> sessions, Ticket ticket) {
    return sessions.stream().map(session -> session.forRequest(ticket)).toList();
  }
}
