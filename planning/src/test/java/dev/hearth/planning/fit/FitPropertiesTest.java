package dev.hearth.planning.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import dev.hearth.planning.Backend;
import dev.hearth.planning.fit.Amount.Basis;
import dev.hearth.planning.fit.DeviceMemory.Form;
import dev.hearth.planning.fit.Execution.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every model on every device; seeds are fixed so that a failure comes again. */
class FitPropertiesTest {
  private static final int ROUNDS = 20_000;
  private static final int LARGEST = 1000;

  private static MemoryNeed need(Random random) {
    List<Layer> layers = new ArrayList<>();
    long weights = 0;
    long cache = 0;
    for (int i = random.nextInt(6); i > 0; i--) {
      Layer layer = new Layer(random.nextInt(LARGEST), random.nextInt(LARGEST / 4));
      layers.add(layer);
      weights += layer.weights();
      cache += layer.kvCache();
    }
    long input = random.nextInt(LARGEST / 2);
    long output = random.nextInt(LARGEST / 2);
    boolean odd = random.nextInt(4) == 0; // layers that do not add up are not believed
    Execution execution =
        new Execution(
            random.nextInt(8) == 0 ? Backend.CPU : Backend.VULKAN,
            "an engine",
            any(random, Overflow.values()),
            layers,
            input,
            output,
            random.nextBoolean() ? Reading.known(weights / 2) : Reading.unknown("no tokens"));
    return new MemoryNeed(
        "a model",
        amount(weights + input + output + (odd ? 1 : 0)),
        random.nextInt(4) == 0 ? Amount.unknown("no shapes") : amount(random.nextInt(LARGEST)),
        amount(cache),
        amount(random.nextInt(LARGEST)),
        execution,
        List.of());
  }

  private static Amount amount(long bytes) {
    return Amount.of(bytes, Basis.COMPUTED, "random");
  }

  private static DeviceMemory device(Random random, Form form, long vram) {
    return new DeviceMemory(
        "a device",
        form,
        new Pool(Reading.known(vram), reading(random, 50)),
        new Pool(reading(random, 2 * LARGEST), reading(random, 50)),
        Reading.known(9L * LARGEST),
        reading(random, 6 * LARGEST),
        new Bandwidths(reading(random, 1000), reading(random, 100), reading(random, 30)));
  }

  private static Reading<Long> reading(Random random, int below) {
    return random.nextInt(8) == 0
        ? Reading.unknown("not told")
        : Reading.known(1L + random.nextInt(below));
  }

  private static DeviceMemory withVram(DeviceMemory device, long vram) {
    return new DeviceMemory(
        device.device(),
        device.form(),
        new Pool(Reading.known(vram), device.dedicated().used()),
        device.shared(),
        device.ramTotal(),
        device.ramAvailable(),
        device.bandwidths());
  }

  private static <T> T any(Random random, T[] values) {
    return List.of(values).get(random.nextInt(values.length));
  }

  private static Form form(Random random) {
    return any(random, Form.values());
  }

  @Test
  void placesHoldNoMoreThanTheyHave() {
    Random random = new Random(3);
    for (int i = 0; i < ROUNDS; i++) {
      DeviceMemory device = device(random, form(random), random.nextInt(4 * LARGEST));
      MemoryNeed need = need(random);
      FitReport report = Fit.of(need, device);
      report
          .placement()
          .asOptional()
          .ifPresent(placement -> {
            String what = need + " on " + device;
            long ram = device.ramAvailable().asOptional().orElse(Long.MAX_VALUE);
            assertThat(placement.in(Place.VRAM))
                .as(what)
                .isLessThanOrEqualTo(device.dedicated().free().asOptional().orElse(0L));
            assertThat(placement.in(Place.SHARED))
                .as(what)
                .isLessThanOrEqualTo(device.shared().free().asOptional().orElse(ram));
            assertThat(placement.in(Place.RAM)).as(what).isLessThanOrEqualTo(ram);
            if (device.form() == Form.INTEGRATED) {
              assertThat(placement.total() - placement.in(Place.NOWHERE))
                  .as(what)
                  .isLessThanOrEqualTo(ram);
            }
          });
    }
  }

  @Test
  void everyByteHasOnePlace() {
    Random random = new Random(4);
    for (int i = 0; i < ROUNDS; i++) {
      DeviceMemory device = device(random, form(random), random.nextInt(4 * LARGEST));
      MemoryNeed need = need(random);
      Fit.of(need, device)
          .placement()
          .asOptional()
          .ifPresent(placement -> {
            assertThat(placement.total()).isEqualTo(need.knownBytes());
            for (Part part : Part.values()) {
              long sum = 0;
              for (Place place : Place.values()) {
                sum += placement.of(part, place);
              }
              assertThat(sum).isEqualTo(need.amount(part).knownBytes());
            }
            assertThat(placement.shares()).allMatch(share -> share.bytes() > 0);
          });
    }
  }

  @Test
  void moreVramNeverSpillsMore() {
    Random random = new Random(5);
    for (int i = 0; i < ROUNDS; i++) {
      long less = random.nextInt(4 * LARGEST);
      long more = less + random.nextInt(LARGEST);
      DeviceMemory small = device(random, form(random), less);
      MemoryNeed need = need(random);
      DeviceMemory large = withVram(small, more);

      assertThat(spilled(Fit.of(need, large)))
          .as("%s on %s with %d more", need, small, more - less)
          .isLessThanOrEqualTo(spilled(Fit.of(need, small)));
    }
  }

  private static long spilled(FitReport report) {
    return report
        .placement()
        .asOptional()
        .map(placement -> placement.in(Place.RAM) + placement.in(Place.NOWHERE))
        .orElse(0L);
  }

  @Test
  void theVerdictAgreesWithThePlaces() {
    Random random = new Random(6);
    for (int i = 0; i < ROUNDS; i++) {
      DeviceMemory device = device(random, form(random), random.nextInt(4 * LARGEST));
      FitReport report = Fit.of(need(random), device);
      boolean lost =
          report.placement().asOptional().filter(p -> p.in(Place.NOWHERE) > 0).isPresent();
      boolean known = report.placement() instanceof Reading.Known<Placement>;

      assertThat(report.verdict() == Verdict.DOES_NOT_FIT).isEqualTo(lost);
      assertThat(report.verdict() == Verdict.UNKNOWN).isEqualTo(!known);
      assertThat(report.explanation()).isNotEmpty().allMatch(sentence -> sentence.endsWith("."));
      if (report.slowdown() instanceof Slowdown.Estimate estimate) {
        assertThat(estimate.lowest()).isFinite().isPositive();
        assertThat(estimate.highest()).isGreaterThanOrEqualTo(estimate.lowest());
        assertThat(estimate.lowestTokensPerSecond()).isFinite();
      }
    }
  }
}
