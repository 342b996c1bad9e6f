package dev.hearth.evidence.benchmark;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A service as it runs beside its twin on the CPU, both given the same work in turns.
 *
 * @param service its id
 * @param kind of the work
 * @param notes what to mind of the work, in a sentence
 * @param time when it ended
 * @param running the service as it runs
 * @param twin the same without the accelerator
 */
public record Comparison(
    String service, Kind kind, String notes, Instant time, Side running, Side twin) {
  private static final int MANY = 1000;
  private static final int ENOUGH = 10;

  /** Below and above this nobody would notice. */
  private static final double ABOUT = 0.05;

  /** Below and above this it is noticed, but may still be chance. */
  private static final double PERHAPS = 0.2;

  private static final String CPU = "cpu";

  /**
   * Of the work that was given.
   *
   * @param unit what is counted: photo, token, sentence
   * @param mark the same for the same work
   */
  public record Kind(String unit, String mark) {}

  /** What is counted: photo, token, sentence. */
  public String unit() {
    return kind.unit();
  }

  /**
   * How many times as fast it is, turn by turn: what slowed the machine for a while slowed both.
   *
   * @throws IllegalArgumentException where they did not have as many turns
   */
  public Spread speedUp() {
    if (running.batches().size() != twin.batches().size()) {
      throw new IllegalArgumentException("turns without a partner");
    }
    return Spread.of(
        IntStream.range(0, running.batches().size())
            .mapToDouble(
                turn -> running.batches().get(turn).rate() / twin.batches().get(turn).rate()));
  }

  /** All of it in one sentence. */
  public String sentence() {
    StringBuilder said = new StringBuilder(how());
    said.append(
        String.format(
            Locale.ROOT,
            ", %s %ss a second against %s; %,d %ss: %s against %s",
            number(running.rate().median()),
            unit(),
            number(twin.rate().median()),
            MANY,
            unit(),
            lasting(MANY / running.rate().median()),
            lasting(MANY / twin.rate().median())));
    both(running.cpuPercent(), twin.cpuPercent())
        .ifPresent(cpu ->
            said.append(
                String.format(Locale.ROOT, "; CPU load %.0f %% against %.0f %%", cpu[0], cpu[1])));
    both(running.watts(), twin.watts())
        .ifPresent(watts ->
            said.append(
                String.format(
                    Locale.ROOT,
                    "; %.0f W %s",
                    Math.abs(watts[0] - watts[1]),
                    watts[0] < watts[1] ? "less" : "more")));
    return said.append('.').toString();
  }

  private String how() {
    Spread times = speedUp();
    boolean both = running.name().equals(CPU);
    String other = both ? "its twin" : "the CPU";
    String how =
        isChance(times)
            ? "About as fast as " + other
            : times.median() > 1
                ? number(times.median()) + " times as fast as " + other
                : String.format(
                    Locale.ROOT, "Slower than %s (%.2f times as fast)", other, times.median());
    return both ? how + ", and both compute on the CPU" : how;
  }

  /** Nobody would notice, or other turns said the contrary. */
  private static boolean isChance(Spread times) {
    double apart = Math.abs(times.median() - 1);
    return apart <= ABOUT || (apart <= PERHAPS && times.low() <= 1 && times.high() >= 1);
  }

  private static Optional<double[]> both(OptionalDouble one, OptionalDouble other) {
    return one.isPresent() && other.isPresent()
        ? Optional.of(new double[] {one.getAsDouble(), other.getAsDouble()})
        : Optional.empty();
  }

  /** With as many digits as mean something. */
  private static String number(double value) {
    return String.format(Locale.ROOT, value < 1 ? "%.2f" : value < ENOUGH ? "%.1f" : "%.0f", value);
  }

  private static String lasting(double seconds) {
    if (seconds < ENOUGH) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return seconds < 600
        ? String.format(Locale.ROOT, "%.0f s", seconds)
        : String.format(Locale.ROOT, "%.0f min", seconds / 60);
  }

  /**
   * Whether it is slower than an earlier time by more than chance: the middle halves are apart, and
   * the median is worse by more than a tenth.
   */
  public Optional<String> regression(Spread earlier, String when) {
    Spread now = running.rate();
    double part = now.median() / earlier.median();
    return part < 0.9 && now.apartFrom(earlier)
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "Slower than %s: %s %ss a second instead of %s (%.0f %% less)",
                when,
                number(now.median()),
                unit(),
                number(earlier.median()),
                100 * (1 - part)))
        : Optional.empty();
  }
}
