package dev.hearth.server.api;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Proof;
import dev.hearth.inference.engine.EngineStatus;
import dev.hearth.inference.engine.EngineStatus.DeviceStatus;
import dev.hearth.inference.engine.EngineStatus.LoadedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The engine's part of {@code GET /metrics}: its devices, and the models in memory. */
record ModelMetrics(OpenMetrics metrics) {

  void write(EngineStatus engine, String runtime) {
    metrics.family("hearth_engine_ready", "gauge", "1 when all models to preload are loaded.");
    metrics.sample("hearth_engine_ready", "", engine.ready() ? 1 : 0);
    devices(engine.devices(), runtime);
    takenOff(engine.devices());
    models(engine.models());
  }

  private void devices(List<DeviceStatus> devices, String runtime) {
    metrics.family("hearth_device", "info", "What computes.");
    for (DeviceStatus status : devices) {
      Device device = status.device();
      metrics.sample(
          "hearth_device_info",
          OpenMetrics.labels(
              "device",
              status.description(),
              "backend",
              device.provider().key(),
              "ordinal",
              Integer.toString(device.ordinal()),
              "pci",
              device.pciAddress().orElse(""),
              "software",
              Boolean.toString(device.software()),
              "runtime",
              runtime),
          1);
    }
    metrics.family(
        "hearth_device_busy_seconds",
        "counter",
        "seconds",
        "Time a device spent in runs of models.");
    for (DeviceStatus status : devices) {
      metrics.sample(
          "hearth_device_busy_seconds_total",
          where(status.device()),
          status.busy().toNanos() / 1e9);
    }
  }

  private void takenOff(List<DeviceStatus> devices) {
    metrics.family(
        "hearth_device_models_taken_off",
        "counter",
        "How often a model that was meant for a device could not stay there.");
    for (DeviceStatus status : devices) {
      metrics.sample(
          "hearth_device_models_taken_off_total", where(status.device()), status.takenOff());
    }
  }

  private void models(List<LoadedModel> models) {
    metrics.family("hearth_model_waiting", "gauge", "Requests in a model's queue.");
    summed(models, LoadedModel::waiting)
        .forEach((labels, waiting) -> metrics.sample("hearth_model_waiting", labels, waiting));
    metrics.family("hearth_model_runs", "counter", "Runs of a model.");
    summed(models, LoadedModel::runs)
        .forEach((labels, runs) -> metrics.sample("hearth_model_runs_total", labels, runs));
    metrics.family(
        "hearth_model_device_node_share",
        "gauge",
        "Part of a model's nodes that its device computes, by the runtime's own word.");
    proven(models, proof -> OptionalDouble.of(proof.placement().share()))
        .forEach(
            (labels, share) -> metrics.sample("hearth_model_device_node_share", labels, share));
    metrics.family(
        "hearth_model_device_time_share",
        "gauge",
        "Part of a run's time that is not spent in nodes on the CPU, measured once.");
    proven(models, Proof::timeShare)
        .forEach(
            (labels, share) -> metrics.sample("hearth_model_device_time_share", labels, share));
    metrics.family(
        "hearth_model_taken_off",
        "gauge",
        "1 when a model does not compute where it was meant to; /v1/models says why.");
    summed(models, model -> model.takenOff().isPresent() ? 1 : 0)
        .forEach(
            (labels, off) -> metrics.sample("hearth_model_taken_off", labels, Math.min(off, 1)));
  }

  /** By model, over all its devices. */
  private static Map<String, Long> summed(
      List<LoadedModel> models, ToLongFunction<LoadedModel> value) {
    Map<String, Long> sums = new LinkedHashMap<>();
    models.forEach(model -> sums.merge(labels(model), value.applyAsLong(model), Long::sum));
    return sums;
  }

  /** By model and device, of those that were proven. */
  private static Map<String, Double> proven(
      List<LoadedModel> models, Function<Proof, OptionalDouble> value) {
    Map<String, Double> shares = new LinkedHashMap<>();
    for (LoadedModel model : models) {
      model
          .proof()
          .map(value)
          .ifPresent(share ->
              share.ifPresent(
                  known -> shares.putIfAbsent(labels(model) + "," + where(model.device()), known)));
    }
    return shares;
  }

  private static String labels(LoadedModel model) {
    return OpenMetrics.labels(
        "task",
        model.task().wireName(),
        "type",
        model.type().wireName(),
        "model",
        model.name().value());
  }

  private static String where(Device device) {
    return OpenMetrics.labels(
        "backend",
        device.provider().key(),
        "ordinal",
        Integer.toString(device.ordinal()),
        "pci",
        device.pciAddress().orElse(""));
  }
}
