package dev.hearth.evidence.witness;

import dev.hearth.evidence.sample.Sample;
import dev.hearth.evidence.sample.Subject;
import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Weight;
import dev.hearth.evidence.verdict.Witness;
import dev.hearth.machine.Reading;
import dev.hearth.machine.usage.DeviceActivity;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How busy the device was as a whole, beside what it was when the service had nothing to do. It
 * cannot say who made it busy, so it only ever supports; a device that slept all the while refutes.
 */
public final class BusyObserver implements Observer {
  private static final double BUSY = 30;
  private static final double STILL = 3;
  private static final int LEAST_SAMPLES = 2;
  private static final int ENOUGH_SAMPLES = 10;

  /** Raven's firmware says 100 for ever. */
  private static final String ALWAYS_BUSY = "gfx902";

  @Override
  public Testimony testify(Observation observation) {
    Subject subject = observation.subject();
    if (slept(observation)) {
      return observation.worked()
          ? Testimony.against(
              Witness.DEVICE_BUSY, Weight.PROOF, "the device slept while the service worked")
          : Testimony.silent(Witness.DEVICE_BUSY, "the device slept, and the probe did no work");
    }
    if (subject.is(ALWAYS_BUSY)) {
      return Testimony.silent(Witness.DEVICE_BUSY, ALWAYS_BUSY + " says 100 % at all times");
    }
    Series idle = Series.of(observation.idle(), sample -> busy(subject, sample));
    Series work = Series.of(observation.work(), sample -> busy(subject, sample));
    if (idle.isEmpty() || work.isEmpty()) {
      return Testimony.silent(Witness.DEVICE_BUSY, reason(observation));
    }
    return testify(observation, idle, work);
  }

  private static Testimony testify(Observation observation, Series idle, Series work) {
    String figures =
        String.format(
            Locale.ROOT,
            "the device was up to %.0f %% busy, idle %.0f %%",
            work.most(),
            idle.median());
    if (idle.most() >= BUSY) {
      return Testimony.silent(
          Witness.DEVICE_BUSY, figures + ": others use it, so this tells nothing");
    }
    if (work.reaching(idle.most() + BUSY) >= LEAST_SAMPLES) {
      return Testimony.speaking(Witness.DEVICE_BUSY, Weight.SUPPORT, figures);
    }
    boolean still = work.values().size() >= ENOUGH_SAMPLES && work.most() <= STILL;
    return still && observation.worked()
        ? Testimony.against(Witness.DEVICE_BUSY, Weight.SUPPORT, figures)
        : Testimony.silent(Witness.DEVICE_BUSY, figures);
  }

  private static boolean slept(Observation observation) {
    List<DeviceActivity> all =
        observation.work().stream().flatMap(sample -> sample.devices().values().stream()).toList();
    return !all.isEmpty()
        && all.stream().allMatch(each -> each.asleep().equals(Reading.known(true)));
  }

  private static Stream<Double> busy(Subject subject, Sample sample) {
    return Stream.concat(
        sample.devices().values().stream()
            .flatMap(device -> device.busyPercent().asOptional().stream())
            .map(Integer::doubleValue),
        NvmlObserver.uses(subject, sample)
            .flatMap(use -> use.busyPercent().asOptional().stream())
            .map(Integer::doubleValue));
  }

  private static String reason(Observation observation) {
    return observation.work().stream()
        .flatMap(sample -> sample.devices().values().stream())
        .map(DeviceActivity::busyPercent)
        .flatMap(reading ->
            reading instanceof Reading.Unknown<Integer>(String reason)
                ? Stream.of(reason)
                : Stream.<String>empty())
        .findFirst()
        .orElse("no source tells how busy it is");
  }
}
