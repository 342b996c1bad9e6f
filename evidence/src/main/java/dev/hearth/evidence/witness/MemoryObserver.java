package dev.hearth.evidence.witness;

import dev.hearth.evidence.sample.Sample;
import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Weight;
import dev.hearth.evidence.verdict.Witness;
import dev.hearth.machine.usage.DeviceActivity;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How much more of the device's memory was taken while the service worked than before: dedicated
 * and shared together, for an integrated GPU's data lies in the latter. Others may have taken it.
 */
public final class MemoryObserver implements Observer {
  private static final double LEAST = 64.0 * (1 << 20);

  @Override
  public Testimony testify(Observation observation) {
    Series idle = Series.of(observation.idle(), MemoryObserver::used);
    Series work = Series.of(observation.work(), MemoryObserver::used);
    if (idle.isEmpty() || work.isEmpty()) {
      return Testimony.silent(Witness.DEVICE_MEMORY, "the driver does not tell what is taken");
    }
    double grown = work.most() - idle.least();
    String figure =
        String.format(
            Locale.ROOT,
            "%.0f MiB of the device's memory were taken, %.0f MiB more than before",
            work.most() / (1 << 20),
            Math.max(0, grown) / (1 << 20));
    return grown >= LEAST
        ? Testimony.speaking(Witness.DEVICE_MEMORY, Weight.SUPPORT, figure)
        : Testimony.silent(Witness.DEVICE_MEMORY, figure);
  }

  private static Stream<Double> used(Sample sample) {
    return sample.devices().values().stream().flatMap(device -> used(device).stream());
  }

  private static Optional<Double> used(DeviceActivity device) {
    return device
        .dedicatedUsed()
        .map(dedicated -> (double) (dedicated + device.sharedUsed().orElse(0L)))
        .asOptional();
  }
}
