package dev.hearth.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReadingTest {
  @Nested
  class AKnownFact {
    private final Reading<Long> vram = Reading.known(512L);

    @Test
    void isThere() {
      assertThat(vram.asOptional()).contains(512L);
    }

    @Test
    void canBeTurnedIntoAnother() {
      assertThat(vram.map(mib -> mib + " MiB")).isEqualTo(Reading.known("512 MiB"));
    }

    @Test
    void ofZeroIsKnownToBeZero() {
      assertThat(Reading.known(0L)).isNotEqualTo(Reading.unknown("absent"));
      assertThat(Reading.known(0L).asOptional()).contains(0L);
    }
  }

  @Nested
  class AnUnknownFact {
    private final Reading<Long> vram = Reading.unknown("mem_info_vram_total does not exist");

    @Test
    void isAbsentAndNotZero() {
      assertThat(vram.asOptional()).isEmpty();
    }

    @Test
    void keepsItsReasonAndIsNeverComputedWith() {
      AtomicInteger calls = new AtomicInteger();

      Reading<Integer> mapped = vram.map(_ -> calls.incrementAndGet());

      assertThat(mapped).isEqualTo(Reading.unknown("mem_info_vram_total does not exist"));
      assertThat(calls).hasValue(0);
    }
  }
}
