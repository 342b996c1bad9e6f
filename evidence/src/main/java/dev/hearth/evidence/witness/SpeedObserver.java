package dev.hearth.evidence.witness;

import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Weight;
import dev.hearth.evidence.verdict.Witness;
import dev.hearth.machine.Reading;
import java.time.Duration;
import java.util.Locale;

/** How fast it is beside the CPU. A slow GPU exists and a busy CPU too, so this only supports. */
public final class SpeedObserver implements Observer {
  private static final double FASTER = 1.5;
  private static final double NO_FASTER = 1.1;

  @Override
  public Testimony testify(Observation observation) {
    Reading<Duration> each = observation.done().map(Observation.Done::each);
    Reading<Duration> reference = observation.reference().flatMap(Observation.Reference::each);
    Reading<Double> times =
        reference.flatMap(cpu ->
            each.flatMap(now ->
                now.isPositive()
                    ? Reading.known((double) cpu.toNanos() / now.toNanos())
                    : Reading.unknown("the probe took no time")));
    return switch (times) {
      case Reading.Unknown<Double>(String reason) -> Testimony.silent(Witness.SPEED, reason);
      case Reading.Known<Double>(Double factor) -> testify(factor);
    };
  }

  private static Testimony testify(double factor) {
    String evidence =
        factor >= 1
            ? String.format(Locale.ROOT, "it is %.1f times as fast as on the CPU", factor)
            : String.format(Locale.ROOT, "the CPU would be %.1f times as fast", 1 / factor);
    if (factor >= FASTER) {
      return Testimony.speaking(Witness.SPEED, Weight.SUPPORT, evidence);
    }
    return factor <= NO_FASTER
        ? Testimony.against(Witness.SPEED, Weight.SUPPORT, evidence)
        : Testimony.silent(Witness.SPEED, evidence);
  }
}
