package dev.hearth.bench;

import java.util.List;

/**
 * The figures of one measurement, or the medians of several rounds.
 *
 * @param requests done
 * @param failures of them, answers other than 200 and connections that broke
 * @param perSecond good answers a second
 * @param millis how long a request took
 * @param cpuMillis processor time that one request cost the process that did the work; NaN when
 *     unknown
 * @param clientCpuShare of one core that this process used meanwhile, 0 to the number of cores
 */
record Measured(
    int requests,
    int failures,
    double perSecond,
    Percentiles millis,
    double cpuMillis,
    double clientCpuShare) {

  /** The medians of rounds; counts are added up. */
  static Measured median(List<Measured> rounds) {
    return new Measured(
        rounds.stream().mapToInt(Measured::requests).sum(),
        rounds.stream().mapToInt(Measured::failures).sum(),
        Median.of(rounds, Measured::perSecond),
        new Percentiles(
            Median.of(rounds, round -> round.millis().p50()),
            Median.of(rounds, round -> round.millis().p95()),
            Median.of(rounds, round -> round.millis().p99())),
        Median.of(rounds, Measured::cpuMillis),
        Median.of(rounds, Measured::clientCpuShare));
  }
}
