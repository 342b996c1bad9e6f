package dev.hearth.evidence.witness;

import dev.hearth.evidence.sample.Sample;
import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Weight;
import dev.hearth.evidence.verdict.Witness;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a card drew beside what it drew when the service had nothing to do. An integrated GPU's
 * sensor measures the processor too, and so says nothing.
 */
public final class PowerObserver implements Observer {
  private static final double MICRO = 1e6;
  private static final double LEAST_WATTS = 5;
  private static final double LEAST_RATIO = 1.2;

  @Override
  public Testimony testify(Observation observation) {
    if (observation.subject().integrated()) {
      return Testimony.silent(Witness.POWER, "the sensor measures the processor too");
    }
    Series idle = Series.of(observation.idle(), PowerObserver::watts);
    Series work = Series.of(observation.work(), PowerObserver::watts);
    if (idle.isEmpty() || work.isEmpty()) {
      return Testimony.silent(Witness.POWER, "there is no sensor of power that is read here");
    }
    String figure =
        String.format(
            Locale.ROOT, "the card drew up to %.0f W, idle %.0f W", work.most(), idle.median());
    return work.most() >= idle.most() + LEAST_WATTS && work.most() >= idle.most() * LEAST_RATIO
        ? Testimony.speaking(Witness.POWER, Weight.SUPPORT, figure)
        : Testimony.silent(Witness.POWER, figure);
  }

  private static Stream<Double> watts(Sample sample) {
    return sample.devices().values().stream()
        .flatMap(device -> device.powerMicrowatts().asOptional().stream())
        .map(power -> power / MICRO);
  }
}
