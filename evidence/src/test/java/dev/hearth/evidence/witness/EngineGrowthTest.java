package dev.hearth.evidence.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hearth.evidence.sample.ProcessSample;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.usage.DrmClient;
import dev.hearth.machine.usage.Handles;
import dev.hearth.machine.usage.ProcessId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineGrowthTest {
  private static final Duration SPAN = Duration.ofSeconds(4);

  private static ProcessSample sample(int pid, DrmClient... clients) {
    return new ProcessSample(
        new ProcessId(pid, 1), Reading.known(new Handles(Set.of(), List.of(clients))), Map.of());
  }

  private static DrmClient client(String id, Map<String, Long> engines) {
    return new DrmClient("amdgpu", PciAddress.parse("c4:00.0"), id, engines, Map.of(), Map.of());
  }

  private static DrmClient cycles(long busy, long total) {
    return new DrmClient(
        "xe",
        PciAddress.parse("c4:00.0"),
        "1",
        Map.of(),
        Map.of("ccs", new DrmClient.Cycles(busy, Optional.of(total))),
        Map.of());
  }

  private static double seconds(ProcessSample... samples) {
    return EngineGrowth.of(List.of(samples), _ -> true).seconds(SPAN);
  }

  @Test
  void countsFromWhereAClientWasFirstSeen() {
    assertThat(
            seconds(
                sample(1, client("a", Map.of("gfx", 5_000_000_000L))),
                sample(1, client("a", Map.of("gfx", 6_500_000_000L)))))
        .isEqualTo(1.5);
  }

  @Test
  void countsAnEngineThatAppearsLaterFromZero() {
    assertThat(
            seconds(
                sample(1, client("a", Map.of())),
                sample(1, client("a", Map.of("compute", 700_000_000L)))))
        .isEqualTo(0.7);
  }

  @Test
  void countsAClientThatAppearsLaterNotForWhatItDidBefore() {
    assertThat(
            seconds(
                sample(1, client("a", Map.of())),
                sample(1, client("b", Map.of("compute", 700_000_000L)))))
        .isZero();
  }

  @Test
  void keepsTheLargestWhereACounterStepsBack() {
    assertThat(
            seconds(
                sample(1, client("a", Map.of("gfx", 1_000_000_000L))),
                sample(1, client("a", Map.of("gfx", 3_000_000_000L))),
                sample(1, client("a", Map.of("gfx", 2_000_000_000L)))))
        .isEqualTo(2);
  }

  @Test
  void neverShrinks() {
    assertThat(
            seconds(
                sample(1, client("a", Map.of("gfx", 9_000_000_000L))),
                sample(1, client("a", Map.of("gfx", 1_000_000_000L)))))
        .isZero();
  }

  @Test
  void countsAClientOnceThatTwoProcessesShare() {
    assertThat(
            seconds(
                sample(1, client("a", Map.of("gfx", 0L))),
                sample(2, client("a", Map.of("gfx", 0L))),
                sample(1, client("a", Map.of("gfx", 1_000_000_000L))),
                sample(2, client("a", Map.of("gfx", 1_000_000_000L)))))
        .isEqualTo(1);
  }

  @Test
  void addsUpClientsAndEngines() {
    assertThat(
            seconds(
                sample(
                    1,
                    client("a", Map.of("gfx", 0L, "compute", 0L)),
                    client("b", Map.of("gfx", 0L))),
                sample(
                    1,
                    client("a", Map.of("gfx", 1_000_000_000L, "compute", 2_000_000_000L)),
                    client("b", Map.of("gfx", 4_000_000_000L)))))
        .isEqualTo(7);
  }

  @Test
  void leavesOutVideoAndCopies() {
    Map<String, Long> later =
        Map.of("dec", 9L << 30, "enc_1", 9L << 30, "dma", 9L << 30, "video-enhance", 9L << 30);
    assertThat(
            seconds(
                sample(
                    1, client("a", Map.of("dec", 0L, "enc_1", 0L, "dma", 0L, "video-enhance", 0L))),
                sample(1, client("a", later))))
        .isZero();
  }

  @Test
  void makesTimeOfCycles() {
    assertThat(seconds(sample(1, cycles(100, 1000)), sample(1, cycles(350, 2000))))
        .isCloseTo(1.0, within(1e-9));
  }

  @Test
  void makesNothingOfCyclesWhoseClockStands() {
    assertThat(seconds(sample(1, cycles(100, 1000)), sample(1, cycles(350, 1000)))).isZero();
  }
}
