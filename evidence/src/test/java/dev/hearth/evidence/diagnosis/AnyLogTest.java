package dev.hearth.evidence.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever is read is read to its end, and in time. */
class AnyLogTest {
  private static final long SEED = 20261121;

  /** Of the processor, since other programs run beside the tests. */
  private static long millis(List<String> lines) {
    long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    assertThat(Diagnosis.of(RuleBook.load(), lines, Optional.empty(), Optional.empty()).extent())
        .isNotNull();
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began) / 1_000_000;
  }

  /** Lines put together of what rules look for, which is the worst there is. */
  private static List<String> shredded(Random random, int letters) {
    List<String> pieces = new ArrayList<>();
    RuleBook.load()
        .rules()
        .forEach(rule -> rule.shape().steps().forEach(step -> pieces.addAll(step.clues())));
    pieces.addAll(
        List.of("\u001B[31m", "\u001B]0;", "\r", " | ", " ".repeat(29), "\0", "ä", "[", "'"));
    List<String> lines = new ArrayList<>();
    for (int written = 0; written < letters; ) {
      StringBuilder line = new StringBuilder();
      for (int piece = random.nextInt(12); piece >= 0; piece--) {
        line.append(pieces.get(random.nextInt(pieces.size())));
      }
      lines.add(line.toString());
      written += line.length() + 1;
    }
    return lines;
  }

  @Test
  void isReadWithinASecondAMegabyte() {
    Random random = new Random(SEED);
    millis(shredded(random, 200_000)); // the JVM compiles
    assertThat(millis(shredded(random, 1_000_000))).isLessThan(1000);
  }

  @Test
  void ofOneLongLineIsReadWithinASecond() {
    List<String> clues =
        RuleBook.load().rules().stream()
            .flatMap(rule -> rule.shape().steps().stream())
            .flatMap(step -> step.clues().stream())
            .toList();
    assertThat(millis(List.of(String.join(" ", Collections.nCopies(300, String.join(" ", clues))))))
        .isLessThan(1000);
    assertThat(millis(List.of("amdgpu ring ".repeat(100_000)))).isLessThan(1000);
  }

  @Test
  void ofLinesThatAllGoOnIsReadWithinASecond() {
    assertThat(millis(Collections.nCopies(30_000, " ".repeat(29) + "model"))).isLessThan(1000);
  }

  @Test
  void ofNoiseNeverThrows() {
    Random random = new Random(SEED);
    List<String> noise =
        IntStream.range(0, 2000)
            .mapToObj(_ -> {
              StringBuilder line = new StringBuilder();
              random
                  .ints(random.nextInt(200), 0, 0x300)
                  .forEach(letter -> line.append((char) letter));
              return line.toString();
            })
            .toList();
    assertThat(millis(noise)).isLessThan(1000);
    assertThat(millis(List.of())).isLessThan(1000);
  }
}
