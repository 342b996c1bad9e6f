package dev.hearth.server.api;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Proof;
import dev.hearth.inference.engine.EngineStatus;
import dev.hearth.inference.engine.EngineStatus.DeviceStatus;
import dev.hearth.inference.engine.EngineStatus.LoadedModel;
import dev.hearth.server.http.Load;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** {@code GET /metrics}: OpenMetrics text. */
final class Metrics {
  static final String CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final StringBuilder text = new StringBuilder();

  private Metrics() {}

  static String text(Load load, Latencies latencies, EngineStatus engine, String runtime) {
    Metrics metrics = new Metrics();
    metrics.requests(load);
    metrics.latencies(latencies);
    metrics.engine(engine, runtime);
    return metrics.text.append("# EOF\n").toString();
  }

  private void requests(Load load) {
    family("hearth_http_requests", "counter", "Requests answered, by path and status.");
    load.traffic()
        .forEach((key, count) ->
            sample(
                "hearth_http_requests_total",
                String.format(Locale.ROOT, "path=\"%s\",status=\"%d\"", key.path(), key.status()),
                count));
    family("hearth_http_requests_in_flight", "gauge", "Requests being received or answered.");
    sample("hearth_http_requests_in_flight", "", load.inFlight());
    family("hearth_http_buffered_bytes", "gauge", "Bodies of requests held in memory.");
    sample("hearth_http_buffered_bytes", "", load.bufferedBytes());
  }

  private void latencies(Latencies latencies) {
    family("hearth_task_seconds", "histogram", "Time the engine took, by task.");
    latencies
        .tasks()
        .forEach((task, histogram) -> {
          long count = 0;
          for (int i = 0; i < Latencies.BOUNDS.size(); i++) {
            count += histogram.count(i);
            String bound = BigDecimal.valueOf(Latencies.BOUNDS.get(i), 3).toPlainString();
            bucket(task, bound, count);
          }
          count += histogram.count(Latencies.BOUNDS.size());
          bucket(task, "+Inf", count);
          sample("hearth_task_seconds_count", "task=\"" + task + "\"", count);
          sample("hearth_task_seconds_sum", "task=\"" + task + "\"", histogram.totalSeconds());
        });
  }

  private void bucket(String task, String bound, long count) {
    sample(
        "hearth_task_seconds_bucket",
        String.format(Locale.ROOT, "task=\"%s\",le=\"%s\"", task, bound),
        count);
  }

  private void engine(EngineStatus engine, String runtime) {
    family("hearth_engine_ready", "gauge", "1 when all models to preload are loaded.");
    sample("hearth_engine_ready", "", engine.ready() ? 1 : 0);
    devices(engine.devices(), runtime);
    takenOff(engine.devices());
    models(engine.models());
  }

  private void devices(List<DeviceStatus> devices, String runtime) {
    family("hearth_device", "info", "What computes.");
    for (DeviceStatus status : devices) {
      Device device = status.device();
      sample(
          "hearth_device_info",
          String.format(
              Locale.ROOT,
              "device=\"%s\",backend=\"%s\",ordinal=\"%d\",pci=\"%s\",software=\"%s\",runtime=\"%s\"",
              escaped(status.description()),
              device.provider().key(),
              device.ordinal(),
              device.pciAddress().orElse(""),
              device.software(),
              escaped(runtime)),
          1);
    }
    family("hearth_device_busy_seconds", "counter", "Time a device spent in runs of models.");
    for (DeviceStatus status : devices) {
      sample(
          "hearth_device_busy_seconds_total",
          where(status.device()),
          status.busy().toNanos() / 1e9);
    }
  }

  private void takenOff(List<DeviceStatus> devices) {
    family(
        "hearth_device_models_taken_off",
        "counter",
        "How often a model that was meant for a device could not stay there.");
    for (DeviceStatus status : devices) {
      sample("hearth_device_models_taken_off_total", where(status.device()), status.takenOff());
    }
  }

  private void models(List<LoadedModel> models) {
    family("hearth_model_waiting", "gauge", "Requests in a model's queue.");
    summed(models, LoadedModel::waiting)
        .forEach((labels, waiting) -> sample("hearth_model_waiting", labels, waiting));
    family("hearth_model_runs", "counter", "Runs of a model.");
    summed(models, LoadedModel::runs)
        .forEach((labels, runs) -> sample("hearth_model_runs_total", labels, runs));
    family(
        "hearth_model_device_node_share",
        "gauge",
        "Part of a model's nodes that its device computes, by the runtime's own word.");
    proven(models, proof -> OptionalDouble.of(proof.placement().share()))
        .forEach((labels, share) -> sample("hearth_model_device_node_share", labels, share));
    family(
        "hearth_model_device_time_share",
        "gauge",
        "Part of a run's time that is not spent in nodes on the CPU, measured once.");
    proven(models, Proof::timeShare)
        .forEach((labels, share) -> sample("hearth_model_device_time_share", labels, share));
    family(
        "hearth_model_taken_off",
        "gauge",
        "1 when a model does not compute where it was meant to; /v1/models says why.");
    summed(models, model -> model.takenOff().isPresent() ? 1 : 0)
        .forEach((labels, off) -> sample("hearth_model_taken_off", labels, Math.min(off, 1)));
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
    return String.format(
        Locale.ROOT,
        "task=\"%s\",type=\"%s\",model=\"%s\"",
        model.task().wireName(),
        model.type().wireName(),
        escaped(model.name().value()));
  }

  private static String where(Device device) {
    return String.format(
        Locale.ROOT,
        "backend=\"%s\",ordinal=\"%d\",pci=\"%s\"",
        device.provider().key(),
        device.ordinal(),
        device.pciAddress().orElse(""));
  }

  private void family(String name, String type, String help) {
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
  }

  private void sample(String name, String labels, Number value) {
    text.append(name);
    if (!labels.isEmpty()) {
      text.append('{').append(labels).append('}');
    }
    text.append(' ').append(value).append('\n');
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
