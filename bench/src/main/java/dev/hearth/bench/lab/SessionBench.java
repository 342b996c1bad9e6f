package dev.hearth.bench.lab;

import dev.hearth.bench.Work;
import dev.hearth.bench.lab.Line.Cell;
import dev.hearth.bench.lab.Line.Skipped;
import dev.hearth.bench.lab.Line.Way;
import dev.hearth.bench.lab.Subject.Graph;
import dev.hearth.inference.device.Placement;
import dev.hearth.inference.graph.Rewrite;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.runtime.BatchMeasure;
import dev.hearth.inference.runtime.Lanes;
import dev.hearth.inference.runtime.OnnxSession;
import dev.hearth.inference.runtime.OpenSession;
import dev.hearth.inference.runtime.OwnedSession;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.SessionSource;
import dev.hearth.inference.runtime.Ticket;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.machine.ProblemException;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One model file on one device: opening, first runs, batches, and callers at its queue. */
final class SessionBench {
  /** Rows of a run, and callers at once. */
  static final List<Integer> SIZES = List.of(1, 2, 4, 8, 16, 32);

  private static final int QUEUE = 64;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final double NANOS_PER_MILLI = 1e6;

  private final Workbench bench;
  private final DeviceMeter meter;
  private final Consumer<Line> lines;

  SessionBench(Workbench bench, DeviceMeter meter, Consumer<Line> lines) {
    this.bench = bench;
    this.meter = meter;
    this.lines = lines;
  }

  /** The rewritings that the engine adds for a part. */
  static Set<Rewrite> rewritings(Task task, ModelType type) {
    return task == Task.OCR && type == ModelType.RECOGNITION
        ? Set.of(Rewrite.CTC_GREEDY)
        : Set.of();
  }

  /** Measures one file within a time. */
  void run(Subject subject, Graph graph, Duration time) {
    String model = subject.label(graph);
    Budget budget = new Budget(time, 2 * SIZES.size());
    Optional<Long> before = meter.memory();
    long began = System.nanoTime();
    OnnxSession session =
        bench
            .runtime()
            .open(
                graph.file(),
                bench.alone(),
                rewritings(subject.task(), graph.type()),
                bench.device());
    double openMillis = millisSince(began);
    try (Arena memory = Arena.ofShared()) {
      Map<String, Tensor> one = SampleInputs.of(subject, graph, session.signature(), 1, memory);
      double first = timed(session, one);
      double warm = timed(session, one);
      if (SampleInputs.batches(session.signature())) {
        direct(new Cells(model, budget, warm), subject, graph, session, memory);
      } else {
        skip(model, "direct, more than one row", "the file takes one row a run");
        direct(new Cells(model, budget, warm), session, one, 1);
      }
      Placement placement = session.placement();
      Optional<Long> loaded = meter.memory();
      session.close();
      lines.accept(
          new Line.Opened(
              key(),
              model,
              openMillis,
              first,
              warm,
              placement.onDevice().size(),
              placement.onCpu().size(),
              before,
              loaded,
              settled(),
              meter.source()));
      queue(new Cells(model, budget, warm), subject, graph, one);
    }
  }

  /** What one file's cells have in common. */
  private record Cells(String model, Budget budget, double warmMillis) {}

  private void direct(
      Cells cells, Subject subject, Graph graph, OnnxSession session, Arena memory) {
    for (int rows : SIZES) {
      direct(
          cells, session, SampleInputs.of(subject, graph, session.signature(), rows, memory), rows);
    }
  }

  private void direct(Cells cells, OnnxSession session, Map<String, Tensor> inputs, int rows) {
    Duration time = cells.budget().next();
    if (tooLong(cells, Way.DIRECT, rows, time)) {
      return;
    }
    try {
      double first = timed(session, inputs);
      Repeats.Figures figures =
          new Repeats(meter, Optional::empty, 1).of(1, time, working(() -> session.run(inputs)));
      lines.accept(cell(cells.model(), Way.DIRECT, rows, rows, Optional.of(first), figures));
    } catch (RuntimeException failed) {
      skip(cells.model(), Way.DIRECT.label() + " " + rows, reason(failed));
    }
  }

  private void queue(Cells cells, Subject subject, Graph graph, Map<String, Tensor> one) {
    SessionSource opened =
        () ->
            bench
                .runtime()
                .open(
                    graph.file(),
                    bench.shared(),
                    rewritings(subject.task(), graph.type()),
                    bench.device());
    OpenSession session = opened.open();
    timed(session, one);
    Lanes lanes = new Lanes(bench.lanes(), QUEUE, joined(session, one));
    try (OwnedSession owned = new OwnedSession("lab", session, opened, lanes)) {
      for (int callers : SIZES) {
        Duration time = cells.budget().next();
        if (tooLong(cells, Way.QUEUE, callers, time)) {
          continue;
        }
        try {
          Work.Source work = working(() -> caller(owned).run(one));
          Repeats.Figures figures =
              new Repeats(meter, () -> busy(owned), bench.lanes()).of(callers, time, work);
          lines.accept(cell(cells.model(), Way.QUEUE, callers, 1, Optional.empty(), figures));
        } catch (RuntimeException failed) {
          skip(cells.model(), Way.QUEUE.label() + " " + callers, reason(failed));
        }
      }
    }
  }

  /** Rows that callers share a run for, as the engine finds it out; processors join none. */
  private int joined(OpenSession session, Map<String, Tensor> one) {
    return bench.device().isCpu() || !SampleInputs.batches(session.signature())
        ? 1
        : BatchMeasure.mostRows(session, one);
  }

  private Optional<Duration> busy(OwnedSession owned) {
    return bench.device().isCpu() ? Optional.empty() : Optional.of(owned.busy());
  }

  private static Session caller(OwnedSession owned) {
    return owned.forRequest(Ticket.lasting(PATIENCE));
  }

  /** Leaves out what would take more than twice its share, but for one row alone; says so. */
  private boolean tooLong(Cells cells, Way way, int n, Duration time) {
    double needed = n * cells.warmMillis();
    if (n == 1 || needed <= 2.0 * time.toMillis()) {
      return false;
    }
    skip(
        cells.model(),
        way.label() + " " + n,
        String.format(
            Locale.ROOT,
            "one round would take %.1f s, and %.1f s are left for it",
            needed / 1000,
            time.toMillis() / 1000.0));
    return true;
  }

  private Cell cell(
      String model, Way way, int n, int rows, Optional<Double> first, Repeats.Figures figures) {
    return new Cell(
        key(),
        model,
        way,
        n,
        rows * figures.perSecond(),
        figures.p50Millis(),
        figures.p95Millis(),
        figures.runs(),
        figures.repeats(),
        first,
        figures.busy(),
        figures.utilization());
  }

  private void skip(String model, String what, String reason) {
    lines.accept(new Skipped(key(), model, what, reason));
  }

  private String key() {
    return bench.computer().device();
  }

  /** A driver takes a moment to give memory back, and a meter to see it. */
  private Optional<Long> settled() {
    try {
      Thread.sleep(Duration.ofMillis(meter.memory().isPresent() ? 500 : 0));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return meter.memory();
  }

  private static double timed(Session session, Map<String, Tensor> inputs) {
    long began = System.nanoTime();
    session.run(inputs);
    return millisSince(began);
  }

  private static double millisSince(long began) {
    return (System.nanoTime() - began) / NANOS_PER_MILLI;
  }

  static String reason(RuntimeException failed) {
    return failed instanceof ProblemException refused
        ? refused.problem().what() + ": " + refused.problem().evidence()
        : String.valueOf(failed.getMessage());
  }

  static Work.Source working(Runnable once) {
    return () ->
        new Work() {
          @Override
          public boolean once(int photo) {
            once.run();
            return true;
          }

          @Override
          public void close() {}
        };
  }
}
