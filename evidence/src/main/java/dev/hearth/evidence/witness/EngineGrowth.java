package dev.hearth.evidence.witness;

import dev.hearth.evidence.sample.ProcessSample;
import dev.hearth.machine.usage.DrmClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How much the counters of DRM clients grew over samples. Each client counts once, however many
 * handles and processes share it; it counts from where it was first seen; and as values may step
 * back, the largest counts.
 *
 * @param clients as last seen
 * @param nanos that engines worked
 * @param shares of the time, of engines that count in cycles of a known total
 */
record EngineGrowth(List<DrmClient> clients, double nanos, double shares) {
  /** These move and convert data; models do not run there. */
  private static final List<String> NOT_COMPUTING =
      List.of("dec", "enc", "jpeg", "vpe", "vcn", "video", "vcs", "vecs", "copy", "dma", "bcs");

  EngineGrowth {
    clients = List.copyOf(clients);
  }

  static EngineGrowth of(List<ProcessSample> samples, Predicate<DrmClient> wanted) {
    Map<Counter, Double> first = new HashMap<>();
    Map<Counter, Double> most = new HashMap<>();
    Map<DrmClient.Key, DrmClient> clients = new HashMap<>();
    samples.stream()
        .flatMap(sample -> sample.handles().asOptional().stream())
        .flatMap(handles -> handles.clients().stream())
        .filter(wanted)
        .forEach(client -> {
          // amdgpu leaves out what is 0: a counter that comes later began at 0.
          boolean known = clients.put(client.key(), client) != null;
          counters(client)
              .forEach((counter, value) -> {
                first.putIfAbsent(counter, known ? 0 : value);
                most.merge(counter, value, Math::max);
              });
        });
    return new EngineGrowth(
        List.copyOf(clients.values()), sum(first, most, Kind.NANOS), shares(first, most));
  }

  /** Seconds of engines' work in a span. */
  double seconds(Duration span) {
    return nanos / 1e9 + shares * span.toNanos() / 1e9;
  }

  private enum Kind {
    NANOS,
    CYCLES,
    TOTAL
  }

  private record Counter(DrmClient.Key client, String engine, Kind kind) {}

  private static Map<Counter, Double> counters(DrmClient client) {
    Map<Counter, Double> counters = new HashMap<>();
    client
        .engines()
        .forEach((engine, nanos) -> put(counters, client, engine, Kind.NANOS, (double) nanos));
    client
        .cycles()
        .forEach((engine, cycles) -> {
          // Where both are told, time is the better one.
          if (!client.engines().containsKey(engine) && cycles.total().isPresent()) {
            put(counters, client, engine, Kind.CYCLES, (double) cycles.busy());
            put(counters, client, engine, Kind.TOTAL, (double) cycles.total().get());
          }
        });
    return counters;
  }

  private static void put(
      Map<Counter, Double> counters, DrmClient client, String engine, Kind kind, double value) {
    if (NOT_COMPUTING.stream().noneMatch(engine::startsWith)) {
      counters.put(new Counter(client.key(), engine, kind), value);
    }
  }

  private static double sum(Map<Counter, Double> first, Map<Counter, Double> most, Kind kind) {
    return most.entrySet().stream()
        .filter(each -> each.getKey().kind() == kind)
        .mapToDouble(each -> each.getValue() - first.getOrDefault(each.getKey(), each.getValue()))
        .sum();
  }

  private static double shares(Map<Counter, Double> first, Map<Counter, Double> most) {
    double shares = 0;
    for (Counter counter : most.keySet()) {
      if (counter.kind() == Kind.CYCLES) {
        Counter total = new Counter(counter.client(), counter.engine(), Kind.TOTAL);
        double passed = most.getOrDefault(total, 0.0) - first.getOrDefault(total, 0.0);
        double busy = most.getOrDefault(counter, 0.0) - first.getOrDefault(counter, 0.0);
        shares += passed > 0 ? Math.min(1, busy / passed) : 0;
      }
    }
    return shares;
  }
}
