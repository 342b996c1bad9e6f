package dev.hearth.server.api;

import dev.hearth.inference.engine.EngineStatus;
import dev.hearth.inference.engine.EngineStatus.LoadedModel;
import dev.hearth.server.http.Load;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** {@code GET /metrics}: OpenMetrics text. */
final class Metrics {
  static final String CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final StringBuilder text = new StringBuilder();

  private Metrics() {}

  static String text(Load load, Latencies latencies, EngineStatus engine) {
    Metrics metrics = new Metrics();
    metrics.requests(load);
    metrics.latencies(latencies);
    metrics.engine(engine);
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

  private void engine(EngineStatus engine) {
    family("hearth_engine_ready", "gauge", "1 when all models to preload are loaded.");
    sample("hearth_engine_ready", "", engine.ready() ? 1 : 0);
    family("hearth_device", "info", "What computes.");
    sample(
        "hearth_device_info",
        String.format(
            Locale.ROOT,
            "device=\"%s\",backend=\"%s\"",
            escaped(engine.device()),
            engine.backend()),
        1);
    models(engine.models(), "hearth_model_waiting", "gauge", "", LoadedModel::waiting);
    models(engine.models(), "hearth_model_runs", "counter", "_total", LoadedModel::runs);
  }

  private void models(
      List<LoadedModel> models,
      String name,
      String type,
      String suffix,
      Function<LoadedModel, Number> value) {
    family(name, type, type.equals("gauge") ? "Requests in a model's queue." : "Runs of a model.");
    for (LoadedModel model : models) {
      String labels =
          String.format(
              Locale.ROOT,
              "task=\"%s\",type=\"%s\",model=\"%s\"",
              model.task().wireName(),
              model.type().wireName(),
              escaped(model.name().value()));
      sample(name + suffix, labels, value.apply(model));
    }
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
