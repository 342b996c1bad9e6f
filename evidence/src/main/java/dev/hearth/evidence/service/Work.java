package dev.hearth.evidence.service;

import dev.hearth.evidence.workload.HearthModels;
import dev.hearth.evidence.workload.Http;
import dev.hearth.evidence.workload.OllamaModels;
import dev.hearth.evidence.workload.PhotoTasks;
import dev.hearth.evidence.workload.Probes;
import dev.hearth.evidence.workload.Workload;
import dev.hearth.machine.Reading;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which work to give a service.
 *
 * @param environment that its files set
 * @param cache the names in a folder of where its models lie: clip, clip/NAME; none for nowhere
 * @param nonce unlike that of any verification before
 */
public record Work(
    Map<String, String> environment, Function<String, List<String>> cache, String nonce) {
  private static final String PRELOAD = "MACHINE_LEARNING_PRELOAD__";

  /** Immich's own choice, where nothing tells of another. */
  private static final PhotoTasks USUAL = PhotoTasks.of("ViT-B-32__openai", "buffalo_l");

  public Work {
    environment = Map.copyOf(environment);
  }

  /** The work for a service; unknown, with the reason, where there is none that it could do. */
  public Reading<Workload> of(String service, Http http) {
    return switch (service) {
      case "immich-ml" -> Reading.known(Probes.immich(photo()));
      case "ollama" -> OllamaModels.choose(http).map(model -> Probes.ollama(model, nonce));
      case "finbert" -> Reading.known(Probes.sentiment());
      case "hearth" -> HearthModels.choose(http);
      default -> Reading.unknown("Hearth knows no work that " + service + " could be given");
    };
  }

  /**
   * What Immich's machine learning does for this person: of each task the models it loads at its
   * start, else those in its cache, so that none is fetched for a task that is switched off. Text
   * is read only where nothing else is done: reading compiles anew for shapes of text, and with
   * OpenVINO it is the CPU's work.
   */
  public PhotoTasks photo() {
    PhotoTasks own =
        new PhotoTasks(
            preloaded("CLIP__VISUAL")
                .or(() -> preloaded("CLIP__TEXTUAL"))
                .or(() -> preloaded("CLIP"))
                .or(() -> cached("clip", "visual", USUAL.search())),
            preloadedPair("FACIAL_RECOGNITION")
                .or(() ->
                    cached(
                            "facial-recognition",
                            "recognition",
                            USUAL.faces().map(PhotoTasks.Pair::recognition))
                        .map(PhotoTasks.Pair::of)),
            Optional.empty());
    if (!own.isEmpty()) {
      return own;
    }
    return preloadedPair("OCR")
        .or(() -> cached("ocr", "recognition", Optional.empty()).map(PhotoTasks.Pair::of))
        .map(text -> new PhotoTasks(Optional.empty(), Optional.empty(), Optional.of(text)))
        .orElse(USUAL);
  }

  /** One of the two names both, where the other is not loaded at the start. */
  private Optional<PhotoTasks.Pair> preloadedPair(String task) {
    Optional<String> both = preloaded(task);
    Optional<String> detection = preloaded(task + "__DETECTION").or(() -> both);
    Optional<String> recognition = preloaded(task + "__RECOGNITION").or(() -> both);
    return recognition
        .or(() -> detection)
        .map(model -> new PhotoTasks.Pair(detection.orElse(model), model));
  }

  /** The first that it loads at its start; Immich reads the variable in any case of letters. */
  private Optional<String> preloaded(String variable) {
    Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(environment);
    return Optional.ofNullable(anyCase.get(PRELOAD + variable))
        .map(names -> names.split(",", 2)[0].strip())
        .filter(name -> !name.isEmpty());
  }

  /** In the cache, the one that holds what is asked for and that most people use. */
  private Optional<String> cached(String task, String part, Optional<String> usual) {
    Comparator<String> byPart =
        Comparator.comparing(model -> !cache.apply(task + "/" + model).contains(part));
    return cache.apply(task).stream()
        .filter(name -> !name.startsWith("."))
        .min(
            byPart
                .thenComparing(model -> !usual.equals(Optional.of(model)))
                .thenComparing(Comparator.naturalOrder()));
  }
}
