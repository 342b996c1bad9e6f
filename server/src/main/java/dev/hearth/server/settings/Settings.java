package dev.hearth.server.settings;

import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Everything that can be set, checked and complete; {@code docs/settings.md} explains each. */
public record Settings(
    HttpSettings http, Compute compute, Models models, Texts texts, Hub hub, Log log) {

  /**
   * Where and how models run.
   *
   * @param device one of {@link Devices#WORDS}; whether it is here is not for the settings to say
   * @param accelerator which GPU: PCI address, render node or part of a name; empty for any
   * @param deviceIds which of several GPUs, counted by PCI address; empty for the best
   * @param workers how many of them are used; empty for all
   * @param devices what computes a task's models, where that is not {@code device}
   * @param requestThreads requests worked on at the same time; empty: one for each processor
   * @param intraOpThreads threads within one operator; empty: the engine's choice
   * @param interOpThreads operators at the same time; empty: the engine's choice
   * @param arena whether ONNX Runtime keeps freed memory for later runs
   * @param faceBatch most faces in one run; empty: the engine's choice
   * @param ocrBatch most lines of text in one run
   * @param queueLength requests that may wait for one model
   * @param maxPixels of a photo; larger ones are refused before they are decoded
   * @param openvinoPrecision accepted; models are computed in their own
   * @param rocmPrecision accepted; models are computed in their own
   */
  public record Compute(
      String device,
      Optional<String> accelerator,
      List<Integer> deviceIds,
      OptionalInt workers,
      Map<Task, String> devices,
      OptionalInt requestThreads,
      OptionalInt intraOpThreads,
      OptionalInt interOpThreads,
      boolean arena,
      OptionalInt faceBatch,
      int ocrBatch,
      int queueLength,
      long maxPixels,
      Precision openvinoPrecision,
      Precision rocmPrecision) {
    public Compute {
      deviceIds = List.copyOf(deviceIds);
      devices = Map.copyOf(devices);
    }
  }

  /** The width of the floats a backend computes with. */
  public enum Precision {
    FP32,
    FP16
  }

  /**
   * Which models, where they lie, how long they stay in memory.
   *
   * @param cacheFolder where downloads go; searched too
   * @param folders searched after the cache folder, never written to
   * @param ttl a model unused for so long is unloaded; empty: never
   * @param ttlPoll how often that is looked at
   * @param preload loaded at the start and never unloaded
   * @param preloadOcrResolution {@code maxResolution} that OCR models are warmed up for
   * @param clipPreprocessing how photos are resized for CLIP
   * @param organization owner of the models on the hub
   * @param revision of the models on the hub
   */
  public record Models(
      Path cacheFolder,
      List<Path> folders,
      Optional<Duration> ttl,
      Duration ttlPoll,
      List<Preload> preload,
      int preloadOcrResolution,
      ClipPreprocessing clipPreprocessing,
      String organization,
      String revision) {
    public Models {
      folders = List.copyOf(folders);
      preload = List.copyOf(preload);
    }
  }

  /** One model to load at the start. */
  public record Preload(Task task, ModelType type, ModelName model) {}

  /** How photos are resized for CLIP. */
  public enum ClipPreprocessing {
    /** Always by the shorter side, bicubic, as Immich did until its version 3.1. */
    LEGACY,
    /** As the model's {@code preprocess_cfg.json} says. */
    CONFIGURED
  }

  /** The models that answer text requests, which name none. */
  public record Texts(ModelName classifier, ModelName embedder) {}

  /** Where models are fetched from. */
  public record Hub(URI endpoint, Optional<Secret> token, boolean offline) {}

  /** A value that is not shown in logs. */
  public record Secret(String value) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /** What is logged, and whether colours may be used on a terminal. */
  public record Log(System.Logger.Level level, boolean colour) {}
}
