package dev.hearth.planning.fit;

import dev.hearth.machine.Reading;
import dev.hearth.planning.fit.Tables.Row;
import java.util.List;

/**
 * The models a service loads unless told otherwise, from {@code services.yaml}.
 *
 * @param service its id: {@code immich-ml}
 * @param models each of its models
 * @param note what was measured of it, or assumed
 */
public record ServiceModels(String service, List<Model> models, String note) {

  /**
   * One model file.
   *
   * @param name as the service names it
   * @param bytes the file's size, rounded as its source gives it; weights are nearly all of it
   * @param source where the size is from
   */
  public record Model(String name, long bytes, String source) {}

  public ServiceModels {
    models = List.copyOf(models);
  }

  /** What a service of that id loads. */
  public static Reading<ServiceModels> of(String service) {
    for (Row row : Tables.load("services.yaml")) {
      if (row.text("service").equals(service)) {
        return Reading.known(new ServiceModels(service, models(row), row.text("note")));
      }
    }
    return Reading.unknown(
        "which models " + service + " loads is not known; ask for one: hearth fit FILE");
  }

  private static List<Model> models(Row service) {
    return service.rows("models").stream()
        .map(row -> new Model(row.text("name"), row.number("bytes"), row.text("source")))
        .toList();
  }
}
