package dev.hearth.bench.lab;

import dev.hearth.bench.Photos;
import dev.hearth.bench.Work;
import dev.hearth.bench.lab.Line.Cell;
import dev.hearth.bench.lab.Line.Skipped;
import dev.hearth.bench.lab.Line.Way;
import dev.hearth.inference.device.Provider;
import dev.hearth.inference.engine.EngineStatus;
import dev.hearth.inference.engine.Entry;
import dev.hearth.inference.engine.Input;
import dev.hearth.inference.engine.LocalEngine;
import dev.hearth.inference.runtime.Ticket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Photos through the whole engine on one device: from the file's bytes to the answer. */
final class EngineBench {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final double NANOS_PER_MILLI = 1e6;

  private final Workbench bench;
  private final DeviceMeter meter;
  private final Photos photos;
  private final Consumer<Line> lines;

  EngineBench(Workbench bench, DeviceMeter meter, Photos photos, Consumer<Line> lines) {
    this.bench = bench;
    this.meter = meter;
    this.photos = photos;
    this.lines = lines;
  }

  /** Measures one model within a time. */
  void run(Subject subject, Duration time) {
    List<Entry> entries = subject.onPhotos();
    if (entries.isEmpty()) {
      return;
    }
    try (LocalEngine engine = bench.engine()) {
      long began = System.nanoTime();
      predict(engine, entries, 0);
      double first = (System.nanoTime() - began) / NANOS_PER_MILLI;
      Optional<String> elsewhere = elsewhere(engine.status(), bench.device().provider());
      if (elsewhere.isPresent()) {
        skip(subject, Way.ENGINE.label(), elsewhere.get());
        return;
      }
      proofs(engine.status());
      measure(subject, engine, first, time);
    } catch (RuntimeException failed) {
      skip(subject, Way.ENGINE.label(), SessionBench.reason(failed));
    }
  }

  private void proofs(EngineStatus status) {
    for (EngineStatus.LoadedModel model : status.models()) {
      model
          .proof()
          .ifPresent(proof ->
              lines.accept(
                  new Line.Proven(
                      bench.computer().device(),
                      model.task().wireName() + "/" + model.name() + " " + model.type().wireName(),
                      proof.placement().onDevice().size(),
                      proof.placement().onCpu().size(),
                      proof.timeShare().stream().boxed().findFirst(),
                      proof.agreement().cosine(),
                      proof.onDevice().toNanos() / NANOS_PER_MILLI,
                      proof.onCpu().toNanos() / NANOS_PER_MILLI)));
    }
  }

  private void measure(Subject subject, LocalEngine engine, double first, Duration time) {
    Budget budget = new Budget(time, SessionBench.SIZES.size());
    List<Entry> entries = subject.onPhotos();
    long began = System.nanoTime();
    predict(engine, entries, 0);
    double warm = (System.nanoTime() - began) / NANOS_PER_MILLI;
    for (int callers : SessionBench.SIZES) {
      Duration share = budget.next();
      if (callers > 1 && callers * warm > 2.0 * share.toMillis()) {
        String reason =
            String.format(
                Locale.ROOT,
                "one round would take %.1f s, and %.1f s are left for it",
                callers * warm / 1000,
                share.toMillis() / 1000.0);
        skip(subject, Way.ENGINE.label() + " " + callers, reason);
        continue;
      }
      AtomicInteger next = new AtomicInteger();
      Work.Source work =
          SessionBench.working(() -> predict(engine, entries, next.getAndIncrement()));
      Repeats.Figures figures =
          new Repeats(meter, () -> busy(engine), bench.lanes()).of(callers, share, work);
      lines.accept(
          cell(subject, callers, callers == 1 ? Optional.of(first) : Optional.empty(), figures));
    }
  }

  private Cell cell(Subject subject, int callers, Optional<Double> first, Repeats.Figures figures) {
    return new Cell(
        bench.computer().device(),
        subject.label(),
        Way.ENGINE,
        callers,
        figures.perSecond(),
        figures.p50Millis(),
        figures.p95Millis(),
        figures.runs(),
        figures.repeats(),
        first,
        figures.busy(),
        figures.utilization());
  }

  private void predict(LocalEngine engine, List<Entry> entries, int photo) {
    byte[] file = photos.photos().get(photo % photos.size()).encoded();
    engine.predict(entries, new Input.Photo(ByteBuffer.wrap(file)), Ticket.lasting(PATIENCE));
  }

  /** Of a device; the processor has other work beside runs. */
  private Optional<Duration> busy(LocalEngine engine) {
    return Optional.of(engine.status().devices().getFirst().busy())
        .filter(spent -> !spent.isZero() && !bench.device().isCpu());
  }

  /** Why what was measured would not be the device; empty where all models are on it. */
  static Optional<String> elsewhere(EngineStatus status, Provider wanted) {
    return status.models().stream()
        .filter(model -> model.device().provider() != wanted)
        .map(model ->
            model.type().wireName()
                + " runs on "
                + model.device()
                + model.takenOff().map(why -> ": " + why).orElse(""))
        .findFirst();
  }

  private void skip(Subject subject, String what, String reason) {
    lines.accept(new Skipped(bench.computer().device(), subject.label(), what, reason));
  }
}
