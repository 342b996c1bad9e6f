package dev.hearth.evidence.benchmark;

import dev.hearth.evidence.workload.Ask;
import dev.hearth.evidence.workload.Reply;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Lets two services work in turns, A B A B, so that a machine that grows warm or is busy otherwise
 * is so for both.
 */
public final class Turns {
  private final Meter meter;
  private final Extent extent;
  private final LongSupplier nanos;
  private final Listener listener;

  /**
   * How much is measured.
   *
   * @param rounds turns of each
   * @param turn how long a turn lasts, at least; one request more may be under way
   * @param first how long the first answer may take: models are loaded and compiled
   * @param request how long another may take
   */
  public record Extent(int rounds, Duration turn, Duration first, Duration request) {}

  /** Told what happens. */
  public interface Listener {
    /** A service is given its first request, which is not counted. */
    void warmsUp(String name);

    /** A turn begins; rounds count from one. */
    void turn(String name, int round);

    /** Both have had so many turns: what would be known if it ended now. */
    default void measured(Measured soFar) {}
  }

  Turns(Meter meter, Extent extent, LongSupplier nanos, Listener listener) {
    this.meter = meter;
    this.extent = extent;
    this.nanos = nanos;
    this.listener = listener;
  }

  /** The two sides, the first as it was given first. */
  public record Measured(Side running, Side twin) {}

  /**
   * Measures both.
   *
   * @throws ProblemException where one does not answer: what is not whole is no measurement
   */
  Measured measure(Contestant running, Contestant twin) {
    int number = 0;
    warmUp(running, number++);
    warmUp(twin, number++);
    List<Batch> ofRunning = new ArrayList<>();
    List<Batch> ofTwin = new ArrayList<>();
    for (int round = 1; ; round++) {
      number = turn(running, round, number, ofRunning);
      number = turn(twin, round, number, ofTwin);
      Measured soFar =
          new Measured(
              new Side(running.name(), running.image(), ofRunning),
              new Side(twin.name(), twin.image(), ofTwin));
      listener.measured(soFar);
      if (round == extent.rounds()) {
        return soFar;
      }
    }
  }

  private void warmUp(Contestant contestant, int number) {
    listener.warmsUp(contestant.name());
    load(contestant, number);
  }

  /** A request that is not counted, after which the service is as it is to be measured. */
  private void load(Contestant contestant, int number) {
    contestant.handover().before();
    ask(contestant, contestant.work().ask().apply(number), extent.first());
    contestant.handover().loaded();
  }

  private int turn(Contestant contestant, int round, int from, List<Batch> batches) {
    int number = from;
    listener.turn(contestant.name(), round);
    if (contestant.handover().reloads()) {
      load(contestant, number++);
    }
    List<Duration> requests = new ArrayList<>();
    Meter.Watch power = meter.watch();
    Reading<Meter.Ticks> before = meter.ticks();
    double units = 0;
    Duration wall = Duration.ZERO;
    while (requests.isEmpty() || wall.compareTo(extent.turn()) < 0) {
      // Drawing a photo is this program's work, and would be counted against the faster one most.
      Ask ask = contestant.work().ask().apply(number++);
      long began = nanos.getAsLong();
      units += ask(contestant, ask, extent.request());
      Duration took = Duration.ofNanos(Math.max(1, nanos.getAsLong() - began));
      requests.add(took);
      wall = wall.plus(took);
    }
    batches.add(
        new Batch(requests, units, wall, Meter.percent(before, meter.ticks()), power.end()));
    return number;
  }

  private static double ask(Contestant contestant, Ask ask, Duration deadline) {
    Reading<Reply> reply = contestant.http().send(ask, deadline);
    return switch (reply.flatMap(contestant.work().units())) {
      case Reading.Known<Double>(Double units) -> units;
      case Reading.Unknown<Double>(String reason) ->
          throw new ProblemException(
              new Problem(
                  Problem.Kind.UNAVAILABLE,
                  "The service on " + contestant.name() + " did not do the work it was given",
                  reason,
                  "hearth status says whether it is well; its log says more."));
    };
  }
}
