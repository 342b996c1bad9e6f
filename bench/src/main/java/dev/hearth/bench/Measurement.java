package dev.hearth.bench;

import dev.hearth.machine.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The rounds of one run. The machine's speed changes while one measures it, so server and floor
 * take turns at every step, and medians are taken over the rounds.
 */
final class Measurement {
  private static final int WARM_UP_CONCURRENCY = 2;

  private final Plan plan;
  private final Photos photos;
  private final ServerUnderTest server;
  private final Optional<Floor> floor;
  private final Consumer<String> progress;
  private final Map<Step, List<Measured>> served = new LinkedHashMap<>();
  private final Map<Step, List<Measured>> bare = new LinkedHashMap<>();
  private final Map<String, Reading<Double>> residentAfter = new LinkedHashMap<>();

  private record Step(BenchTask task, Reference reference) {}

  /**
   * @param floor empty: only the server is measured
   * @param progress is told what goes on, a line at a time
   */
  Measurement(
      Plan plan,
      Photos photos,
      ServerUnderTest server,
      Optional<Floor> floor,
      Consumer<String> progress) {
    this.plan = plan;
    this.photos = photos;
    this.server = server;
    this.floor = floor;
    this.progress = progress;
  }

  Results run(List<Double> firstAnswers) {
    for (int round = 1; round <= plan.rounds(); round++) {
      for (BenchTask task : plan.tasks()) {
        progress.accept(
            String.format(Locale.ROOT, "round %d of %d: %s", round, plan.rounds(), task.label()));
        if (round == 1) {
          warmUp(task);
        }
        plan.references(task).forEach(reference -> measure(new Step(task, reference)));
        residentAfter.computeIfAbsent(task.label(), _ -> memory(ProcessUse::resident));
      }
    }
    return new Results(
        Runtime.getRuntime().availableProcessors(),
        plan.rounds(),
        photos.names(),
        firstAnswers,
        rows(),
        residentAfter,
        memory(ProcessUse::resident),
        memory(ProcessUse::peak));
  }

  private void warmUp(BenchTask task) {
    Meter meter = new Meter(photos.size(), plan.warmUp());
    meter.measure(WARM_UP_CONCURRENCY, serverWork(task), server.use());
    floor.ifPresent(low -> {
      low.prepare(task);
      progress.accept(
          String.format(
              Locale.ROOT, "floor: %d runs for %d photos", low.runs(task), photos.size()));
      meter.measure(WARM_UP_CONCURRENCY, low.work(task), Optional.empty());
    });
  }

  private void measure(Step step) {
    Meter meter = new Meter(photos.size(), plan.bounds());
    int concurrency = step.reference().concurrency();
    served
        .computeIfAbsent(step, _ -> new ArrayList<>())
        .add(meter.measure(concurrency, serverWork(step.task()), server.use()));
    floor.ifPresent(low ->
        bare.computeIfAbsent(step, _ -> new ArrayList<>())
            .add(
                meter.measure(
                    concurrency, low.work(step.task()), Optional.of(ProcessUse.ofThisProcess()))));
  }

  private Work.Source serverWork(BenchTask task) {
    return ServerWork.of(server.address(), task, photos);
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    served.forEach((step, rounds) ->
        rows.add(
            new Row(
                step.task(),
                step.reference(),
                Measured.median(rounds),
                Optional.ofNullable(bare.get(step)).map(Measured::median))));
    return rows;
  }

  private Reading<Double> memory(java.util.function.Function<ProcessUse, Reading<Double>> figure) {
    return server
        .use()
        .map(figure)
        .orElseGet(() -> Reading.unknown("the server's process was not named"));
  }
}
