package dev.hearth.evidence.workload;

import dev.hearth.machine.Json;
import dev.hearth.machine.Reading;
import dev.hearth.planning.Backend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Hearth's engine should be asked: something its loaded models answer, so that none is fetched
 * for the probe, and of those a model that is on an accelerator before one that is not.
 */
public final class HearthModels {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final String PATH = "/v1/models";
  private static final String DEVICES = "/v1/devices";
  private static final String CPU = "cpu";

  private HearthModels() {}

  /** The work to give it; unknown where it has loaded no model. */
  public static Reading<Workload> choose(Http http) {
    return http.send(Ask.get(PATH), DEADLINE)
        .flatMap(reply -> reply.json(PATH))
        .flatMap(json -> choose(JsonNumbers.items(json, "models")));
  }

  /** Among loaded models. */
  static Reading<Workload> choose(List<Json> models) {
    List<Possible> possible = new ArrayList<>();
    Optional<Json> clip = loaded(models, "clip", "visual");
    Optional<Json> faces = loaded(models, "facial-recognition", "recognition");
    PhotoTasks photo =
        new PhotoTasks(
            clip.map(HearthModels::name),
            faces.map(HearthModels::name).map(PhotoTasks.Pair::of),
            Optional.empty());
    clip.or(() -> faces)
        .ifPresent(model -> possible.add(new Possible(model, Probes.hearth(photo))));
    loaded(models, "ocr", "recognition")
        .ifPresent(model ->
            possible.add(new Possible(model, Probes.hearth(PhotoTasks.text(name(model))))));
    loaded(models, "text", "embedding")
        .ifPresent(model -> possible.add(new Possible(model, Probes.hearthEmbedding())));
    return possible.stream()
        .filter(each -> !each.model().text("backend").orElse(CPU).equals(CPU))
        .findFirst()
        .or(() -> possible.stream().findFirst())
        .map(each -> Reading.known(each.workload()))
        .orElseGet(() ->
            Reading.unknown(
                "Hearth has loaded no model that could be asked: send it a photo first"));
  }

  /** The backend that it says it computes with; empty where it does not answer. */
  public static Optional<Backend> backend(Http http) {
    return http.send(Ask.get(DEVICES), DEADLINE)
        .flatMap(reply -> reply.json(DEVICES))
        .map(json -> backend(JsonNumbers.items(json, "devices")))
        .orElse(Optional.empty());
  }

  /** MIGraphX is how it computes by ROCm. */
  static Optional<Backend> backend(List<Json> devices) {
    List<String> keys =
        devices.stream().flatMap(device -> device.text("backend").stream()).toList();
    return keys.stream()
        .filter(key -> !key.equals(CPU))
        .findFirst()
        .or(() -> keys.stream().findFirst())
        .flatMap(key -> key.equals("migraphx") ? Optional.of(Backend.ROCM) : Backend.of(key));
  }

  private record Possible(Json model, Workload workload) {}

  private static Optional<Json> loaded(List<Json> models, String task, String type) {
    return models.stream()
        .filter(each -> each.text("task").orElse("").equals(task))
        .filter(each -> each.text("type").orElse("").equals(type))
        .findFirst();
  }

  private static String name(Json model) {
    return model.text("name").orElse("");
  }
}
