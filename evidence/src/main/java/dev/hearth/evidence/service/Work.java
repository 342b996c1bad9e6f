package dev.hearth.evidence.service;

import dev.hearth.evidence.workload.HearthModels;
import dev.hearth.evidence.workload.Http;
import dev.hearth.evidence.workload.OllamaModels;
import dev.hearth.evidence.workload.Probes;
import dev.hearth.evidence.workload.Workload;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which work to give a service.
 *
 * @param environment that its files set
 * @param cache where its models lie, as this program can read them; empty for nowhere
 * @param nonce unlike that of any verification before
 */
public record Work(Map<String, String> environment, List<String> cache, String nonce) {
  private static final String PRELOAD = "MACHINE_LEARNING_PRELOAD__";

  /** Immich's own choice, where nothing tells of another. */
  private static final String CLIP = "ViT-B-32__openai";

  private static final String FACES = "buffalo_l";

  public Work {
    environment = Map.copyOf(environment);
    cache = List.copyOf(cache);
  }

  /** The work for a service; unknown, with the reason, where there is none that it could do. */
  public Reading<Workload> of(String service, Machine machine, Http http) {
    return switch (service) {
      case "immich-ml" ->
          Reading.known(
              Probes.immich(
                  model(machine, "CLIP__VISUAL", "clip", CLIP),
                  model(machine, "FACIAL_RECOGNITION__RECOGNITION", "facial-recognition", FACES)));
      case "ollama" -> OllamaModels.choose(http).map(model -> Probes.ollama(model, nonce));
      case "finbert" -> Reading.known(Probes.sentiment());
      case "hearth" -> HearthModels.choose(http);
      default -> Reading.unknown("Hearth knows no work that " + service + " could be given");
    };
  }

  /** The one it loads at its start, else one that lies in its cache: no other is to be fetched. */
  private String model(Machine machine, String variable, String task, String usual) {
    Optional<String> preloaded =
        Optional.ofNullable(environment.get(PRELOAD + variable))
            .map(names -> names.split(",", 2)[0].strip())
            .filter(name -> !name.isEmpty());
    return preloaded.orElseGet(() -> {
      List<String> cached =
          cache.stream()
              .flatMap(folder -> machine.namesOrNone(folder + "/" + task).stream())
              .toList();
      return cached.isEmpty() || cached.contains(usual) ? usual : cached.getFirst();
    });
  }
}
