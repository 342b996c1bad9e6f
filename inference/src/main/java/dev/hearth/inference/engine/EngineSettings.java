package dev.hearth.inference.engine;

import dev.hearth.inference.clip.Preprocessing;
import dev.hearth.inference.runtime.SessionSettings;
import java.time.Duration;
import java.util.List;

/**
 * How the engine works.
 *
 * @param sessions threads and memory of each model's session
 * @param lanes runs of one model at the same time
 * @param queueLength requests that may wait for one model
 * @param timeToLive after which an unused model is freed; empty of meaning when zero or negative:
 *     models stay
 * @param sweepEvery how often unused models are looked for; zero or negative: never
 * @param preload models loaded at the start, which stay
 * @param faceBatch most faces in one run; 0 for all of a photo
 * @param lineBatch most lines of text in one run
 * @param preprocessing how pictures are scaled for CLIP
 * @param computing which devices compute which models
 */
public record EngineSettings(
    SessionSettings sessions,
    int lanes,
    int queueLength,
    Duration timeToLive,
    Duration sweepEvery,
    List<ModelKey> preload,
    int faceBatch,
    int lineBatch,
    Preprocessing preprocessing,
    Computing computing) {
  public EngineSettings {
    preload = List.copyOf(preload);
  }

  /** Immich's defaults, for this many processor cores. */
  public static EngineSettings defaults(int cores) {
    return new EngineSettings(
        SessionSettings.DEFAULT,
        Math.clamp(cores, 1, 4),
        64,
        Duration.ofSeconds(300),
        Duration.ofSeconds(10),
        List.of(),
        0,
        6,
        Preprocessing.LEGACY,
        Computing.cpu());
  }
}
