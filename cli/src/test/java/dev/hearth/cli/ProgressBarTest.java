package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressBarTest {
  private static final long SECOND = 1_000_000_000;
  private static final String NAME = "clip/ViT-B-32__openai";

  @Nested
  class ALine {
    @Test
    void tellsNameShareRateAndTimeLeft() {
      assertThat(ProgressBar.line(NAME, 50_000_000, 0, 100_000_000, 10 * SECOND))
          .isEqualTo("clip/ViT-B-32__openai    ████████████░░░░░░░░░░░░  50 % 5.0 MB/s 10 s left");
    }

    @Test
    void countsOnlyWhatWasFetchedInThisRunForTheRate() {
      assertThat(ProgressBar.line(NAME, 60_000_000, 50_000_000, 100_000_000, 10 * SECOND))
          .contains(" 60 % 1.0 MB/s 40 s left");
    }

    @Test
    void keepsTheEndOfALongNameWhichTellsMost() {
      assertThat(ProgressBar.line("sentence-transformers/all-MiniLM-L6-v2", 1, 0, 2, SECOND))
          .startsWith("…ormers/all-MiniLM-L6-v2 ");
    }

    @Test
    void withoutATotalTellsBytesAndRate() {
      assertThat(ProgressBar.line("ocr/starter", 3_000_000, 0, 0, 2 * SECOND))
          .isEqualTo("ocr/starter              3.0 MB  1.5 MB/s");
    }

    @ParameterizedTest
    @CsvSource({
      "100, 59 s left",
      "101, 1:00 min left",
      "3640, 59:59 min left",
      "3641, 1:00 h left",
      "172840, 47:59 h left"
    })
    void tellsTheTimeLeftInTheUnitThatFits(long total, String left) {
      String line = ProgressBar.line(NAME, 41_000, 0, total * 1000, 41 * SECOND); // 1 kB/s

      assertThat(line).endsWith(left);
    }

    @Test
    void promisesNothingBeyondTwoDays() {
      assertThat(ProgressBar.line(NAME, 41_000, 0, 400_000_000, 41 * SECOND))
          .endsWith("  0 % 1.0 kB/s ");
    }

    @Test
    void neverClaimsMoreThanEverythingNorTimeLeftBelowZero() {
      assertThat(ProgressBar.line(NAME, 300, 0, 200, SECOND)).endsWith(" 100 % 300 B/s 0 s left");
    }

    @Test
    void staysWithinEightyColumnsWhateverComes() {
      Random random = new Random(25);
      for (int round = 0; round < 20_000; round++) {
        String name = "n".repeat(random.nextInt(200));
        long done = anyLong(random);
        long line = anyLong(random);
        String text = ProgressBar.line(name, done, anyLong(random), line, anyLong(random));
        assertThat(text.length()).as(text).isLessThanOrEqualTo(80);
      }
    }

    /** A long that is as likely short as long. */
    private long anyLong(Random random) {
      return random.nextLong() >>> random.nextInt(1, 64);
    }
  }

  @Nested
  class ByteCounts {
    @ParameterizedTest
    @CsvSource({
      "0, 0 B",
      "999, 999 B",
      "1000, 1.0 kB",
      "9900, 9.9 kB",
      "10000, 10 kB",
      "605000000, 605 MB",
      "1200000000, 1.2 GB",
      "9223372036854775807, 9.2 EB"
    })
    void areDecimalWithTwoDigitsOrMore(long count, String text) {
      assertThat(ProgressBar.bytes(count)).isEqualTo(text);
    }
  }

  @Nested
  class OnATerminal {
    private final CapturedTerminal captured = CapturedTerminal.interactive();
    private final AtomicLong now = new AtomicLong(-5 * SECOND); // nanoTime may start anywhere
    private final ProgressBar bar = new ProgressBar(captured.terminal(), now::get);

    @Test
    void isDrawnAtOnceAndThenAtMostTenTimesASecond() {
      bar.begins(NAME, 1000);
      for (int step = 0; step < 1000; step++) {
        bar.advances(step);
        now.addAndGet(SECOND / 1000);
      }

      assertThat(captured.err().split("\r", -1)).hasSize(1 + 10);
    }

    @Test
    void isClearedBeforeTheLastWord() {
      bar.begins(NAME, 1000);
      bar.advances(1000);
      bar.ends();

      assertThat(captured.err()).endsWith("\r\033[Kfetched " + NAME + " (1.0 kB)\n");
    }
  }

  @Nested
  class Elsewhere {
    private final CapturedTerminal captured = CapturedTerminal.piped();
    private final ProgressBar bar = new ProgressBar(captured.terminal(), () -> 0);

    @Test
    void isALineAtTheBeginningAndOneAtTheEnd() {
      bar.begins(NAME, 605_000_000);
      bar.advances(300_000_000);
      bar.ends();

      assertThat(captured.err())
          .isEqualTo(
              """
              fetching clip/ViT-B-32__openai (605 MB)
              fetched clip/ViT-B-32__openai (605 MB)
              """);
    }

    @Test
    void isNothingWhenAskedToBeQuiet() {
      ProgressBar quiet = bar.quiet();
      quiet.begins(NAME, 10);
      quiet.advances(10);
      quiet.ends();

      assertThat(captured.err()).isEmpty();
    }
  }
}
