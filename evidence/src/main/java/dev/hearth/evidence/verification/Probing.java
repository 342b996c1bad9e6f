package dev.hearth.evidence.verification;

import dev.hearth.evidence.sample.Sample;
import dev.hearth.evidence.sample.Sampler;
import dev.hearth.evidence.witness.Observation.Done;
import dev.hearth.evidence.workload.Answer;
import dev.hearth.evidence.workload.Http;
import dev.hearth.evidence.workload.Reply;
import dev.hearth.evidence.workload.Workload;
import dev.hearth.machine.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * Gives a service one request after another on a thread of its own, and looks at it meanwhile.
 *
 * @param warm the answer to the first request, made before
 */
record Probing(
    Workload workload, Http http, LongSupplier nanos, Timing timing, Reading<Answer> warm) {

  /** What was seen and how it went. */
  record Seen(List<Sample> samples, Reading<Done> done) {}

  /**
   * Works and looks.
   *
   * @param before the last look before the work: counters grow from there
   */
  Seen work(Sampler sampler, Sample before) throws InterruptedException {
    List<Sample> samples = new ArrayList<>(List.of(before));
    List<Long> times = new CopyOnWriteArrayList<>();
    List<String> failures = new CopyOnWriteArrayList<>();
    long began = nanos.getAsLong();
    Thread worker = Thread.ofVirtual().name("probe").start(() -> ask(began, times, failures));
    try {
      do {
        samples.add(sampler.sample());
      } while (!worker.join(timing.interval()) && left(began).isPositive());
    } finally {
      worker.interrupt();
    }
    worker.join(timing.interval());
    Duration span = Duration.ofNanos(nanos.getAsLong() - began);
    samples.add(sampler.sample());
    return new Seen(samples, done(span, times, failures));
  }

  private void ask(long began, List<Long> times, List<String> failures) {
    int round = 1;
    Duration gone = Duration.ZERO;
    while (gone.compareTo(timing.work()) < 0 && !Thread.currentThread().isInterrupted()) {
      long asked = nanos.getAsLong();
      switch (once(workload, http, round, left(began))) {
        case Reading.Known<Answer> _ -> times.add(nanos.getAsLong() - asked);
        case Reading.Unknown<Answer>(String reason) -> {
          failures.add(reason);
          return;
        }
      }
      round++;
      gone = Duration.ofNanos(nanos.getAsLong() - began);
    }
  }

  static Reading<Answer> once(Workload workload, Http http, int round, Duration deadline) {
    Reading<Reply> reply = http.send(workload.ask().apply(round), deadline);
    return reply.flatMap(workload.answer());
  }

  private Duration left(long began) {
    return timing.limit().minusNanos(nanos.getAsLong() - began);
  }

  private Reading<Done> done(Duration span, List<Long> times, List<String> failures) {
    if (!failures.isEmpty()) {
      return Reading.unknown(failures.getFirst());
    }
    if (times.isEmpty()) {
      return Reading.unknown(
          "no answer came within " + timing.limit().toSeconds() + " s, though the first one did");
    }
    List<Long> sorted = times.stream().sorted().toList();
    Duration median = Duration.ofNanos(sorted.get(sorted.size() / 2));
    return warm.map(answer -> new Done(span, median, answer));
  }
}
