package dev.hearth.server.api;

import dev.hearth.inference.engine.EngineStatus;
import dev.hearth.server.http.Load;
import java.math.BigDecimal;
import java.util.Map;

/** {@code GET /metrics}: OpenMetrics text. */
final class Metrics {
  private final OpenMetrics metrics = new OpenMetrics();

  private Metrics() {}

  static String text(Load load, Events.Observed observed, EngineStatus engine, String runtime) {
    Metrics all = new Metrics();
    all.requests(load);
    all.times(observed.latencies());
    all.batches(observed.latencies());
    new ModelMetrics(all.metrics).write(engine, runtime);
    new MachineMetrics(all.metrics).write(observed.samples().now());
    return all.metrics.finish();
  }

  private void requests(Load load) {
    metrics.family("hearth_http_requests", "counter", "Requests answered, by path and status.");
    load.traffic()
        .forEach((key, count) ->
            metrics.sample(
                "hearth_http_requests_total",
                OpenMetrics.labels("path", key.path(), "status", Integer.toString(key.status())),
                count));
    metrics.family(
        "hearth_http_requests_in_flight", "gauge", "Requests being received or answered.");
    metrics.sample("hearth_http_requests_in_flight", "", load.inFlight());
    metrics.family(
        "hearth_http_buffered_bytes", "gauge", "bytes", "Bodies of requests held in memory.");
    metrics.sample("hearth_http_buffered_bytes", "", load.bufferedBytes());
  }

  private void times(Latencies latencies) {
    metrics.family(
        "hearth_task_seconds",
        "histogram",
        "seconds",
        "Time a task took the engine: waiting for the model, preparing and computing.");
    histograms("hearth_task_seconds", latencies.times(), 3);
  }

  private void batches(Latencies latencies) {
    metrics.family(
        "hearth_task_batch_size",
        "histogram",
        "Texts of a request, or faces or lines of text found in its photo, computed together.");
    histograms("hearth_task_batch_size", latencies.batches(), 0);
  }

  /**
   * Writes the samples of one family.
   *
   * @param decimals by which the bounds are smaller in what is told than in what is counted
   */
  private void histograms(String name, Map<Latencies.Key, Latencies.Histogram> all, int decimals) {
    all.forEach((key, histogram) -> {
      String labels = OpenMetrics.labels("task", key.task(), "model", key.model());
      long count = 0;
      for (int i = 0; i < histogram.bounds().size(); i++) {
        count += histogram.count(i);
        bucket(name, labels, bound(histogram.bounds().get(i), decimals), count);
      }
      count += histogram.count(histogram.bounds().size());
      bucket(name, labels, "+Inf", count);
      metrics.sample(name + "_count", labels, count);
      metrics.sample(name + "_sum", labels, histogram.total() / Math.pow(10, decimals));
    });
  }

  /** As OpenMetrics wants them: always with a point. */
  private static String bound(int value, int decimals) {
    return BigDecimal.valueOf(value, decimals).setScale(Math.max(decimals, 1)).toPlainString();
  }

  private void bucket(String name, String labels, String bound, long count) {
    metrics.sample(name + "_bucket", labels + "," + OpenMetrics.labels("le", bound), count);
  }
}
