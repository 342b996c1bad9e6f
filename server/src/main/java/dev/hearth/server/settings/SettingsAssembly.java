package dev.hearth.server.settings;

import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Turns checked values into the records that the rest of the program reads. */
final class SettingsAssembly {
  private final Map<String, List<Object>> values;
  private final Variables variables;

  SettingsAssembly(Map<String, List<Object>> values, Variables variables) {
    this.values = values;
    this.variables = variables;
  }

  Settings settings() {
    return new Settings(http(), compute(), models(), texts(), hub(), log());
  }

  private HttpSettings http() {
    return new HttpSettings(
        one("host", String.class),
        whole("port"),
        one("keepalive_timeout", Duration.class),
        one("read_timeout", Duration.class),
        one("request_timeout", Duration.class),
        one("body_limit", Long.class),
        one("buffered_limit", Long.class),
        whole("inflight_limit"),
        whole("max_client_batch_size"),
        one("shutdown_timeout", Duration.class),
        new HttpSettings.Access(
            all("token", String.class).stream().findFirst().map(Settings.Secret::new),
            one("token_all", Boolean.class)));
  }

  private Settings.Compute compute() {
    return new Settings.Compute(
        one("device", String.class),
        all("accelerator", String.class).stream().findFirst(),
        all("device_ids", Long.class).stream().map(Math::toIntExact).distinct().toList(),
        choice("workers"),
        devices(),
        choice("request_threads"),
        choice("model_intra_op_threads"),
        choice("model_inter_op_threads"),
        one("model_arena", Boolean.class),
        choice("max_batch_size.facial_recognition"),
        whole("max_batch_size.ocr"),
        whole("queue_length"),
        one("max_pixels", Long.class),
        Settings.Precision.valueOf(one("openvino_precision", String.class)),
        Settings.Precision.valueOf(one("rocm_precision", String.class)));
  }

  private Map<Task, String> devices() {
    Map<Task, String> devices = new EnumMap<>(Task.class);
    Map.of(
            "clip", Task.CLIP,
            "facial_recognition", Task.FACES,
            "ocr", Task.OCR,
            "text", Task.TEXT)
        .forEach((key, task) ->
            all("devices." + key, String.class).forEach(word -> devices.put(task, word)));
    return devices;
  }

  private Settings.Models models() {
    Duration ttl = one("model_ttl", Duration.class);
    Duration poll = one("model_ttl_poll", Duration.class);
    return new Settings.Models(
        folder(one("cache_folder", Path.class)),
        all("model_folders", Path.class).stream().map(this::folder).toList(),
        ttl.isPositive() && poll.isPositive() ? Optional.of(ttl) : Optional.empty(),
        poll.isPositive() ? poll : Duration.ofSeconds(10),
        preloads(),
        whole("preload.ocr.max_resolution"),
        Settings.ClipPreprocessing.valueOf(
            one("clip_preprocessing", String.class).toUpperCase(Locale.ROOT)),
        one("model_organization", String.class),
        one("model_revision", String.class));
  }

  private List<Settings.Preload> preloads() {
    List<Settings.Preload> preloads = new ArrayList<>();
    preload(preloads, "clip.textual", Task.CLIP, ModelType.TEXTUAL);
    preload(preloads, "clip.visual", Task.CLIP, ModelType.VISUAL);
    preload(preloads, "facial_recognition.detection", Task.FACES, ModelType.DETECTION);
    preload(preloads, "facial_recognition.recognition", Task.FACES, ModelType.RECOGNITION);
    preload(preloads, "ocr.detection", Task.OCR, ModelType.DETECTION);
    preload(preloads, "ocr.recognition", Task.OCR, ModelType.RECOGNITION);
    preload(preloads, "text.classification", Task.TEXT, ModelType.CLASSIFICATION);
    preload(preloads, "text.embedding", Task.TEXT, ModelType.EMBEDDING);
    return preloads;
  }

  private void preload(List<Settings.Preload> preloads, String key, Task task, ModelType type) {
    all("preload." + key, String.class).stream()
        .map(name -> new Settings.Preload(task, type, ModelName.of(name)))
        .forEach(preloads::add);
  }

  private Settings.Texts texts() {
    return new Settings.Texts(
        ModelName.of(one("classifier", String.class)), ModelName.of(one("embedder", String.class)));
  }

  private Settings.Hub hub() {
    return new Settings.Hub(
        one("hub.endpoint", URI.class),
        all("hub.token", String.class).stream().findFirst().map(Settings.Secret::new),
        one("hub.offline", Boolean.class));
  }

  private Settings.Log log() {
    return new Settings.Log(
        SettingsReader.LEVELS.getOrDefault(
            one("log_level", String.class), System.Logger.Level.INFO),
        !one("no_color", Boolean.class));
  }

  /** A folder with the user's home in place of a leading {@code ~}. */
  private Path folder(Path path) {
    String text = path.toString();
    Optional<Path> caches = variables.value("XDG_CACHE_HOME").flatMap(SettingsAssembly::path);
    if (text.equals(SettingsReader.HOME_CACHE) && caches.isPresent()) {
      return caches.get().resolve("hearth");
    }
    if (!text.equals("~") && !text.startsWith("~/")) {
      return path;
    }
    return variables
        .value("HOME")
        .flatMap(home -> path(home + text.substring(1)))
        .orElseGet(() -> text.equals(SettingsReader.HOME_CACHE) ? Path.of("/cache") : path);
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private OptionalInt choice(String key) {
    int value = whole(key);
    return value == 0 ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private int whole(String key) {
    return Math.toIntExact(one(key, Long.class));
  }

  private <T> T one(String key, Class<T> type) {
    return all(key, type).getFirst();
  }

  private <T> List<T> all(String key, Class<T> type) {
    return values.getOrDefault(key, List.of()).stream().map(type::cast).toList();
  }
}
