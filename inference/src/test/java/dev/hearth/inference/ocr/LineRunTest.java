package dev.hearth.inference.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.shape.Buckets;
import dev.hearth.inference.shape.ShapePolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which lines are read together, for pages of any number of lines of any length. */
class LineRunTest {
  @ParameterizedTest
  @EnumSource
  void everyLineIsReadOnceAndFits(ShapePolicy shapes) {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<LineCrop> lines = lines(random);
      int most = 1 + random.nextInt(40);

      List<LineRun> runs = LineRun.of(lines, most, shapes);

      assertThat(runs.stream().flatMap(run -> run.lines().stream())).isEqualTo(lines);
      for (LineRun run : runs) {
        assertThat(run.lines()).hasSizeBetween(1, Math.min(most, run.rows()));
        assertThat(run.shown(run.lines().getLast())).isLessThanOrEqualTo(run.width());
      }
    }
  }

  @RepeatedTest(20)
  void devicesReadEveryLineAtTheReferencesWidth(RepetitionInfo repetition) {
    List<LineCrop> lines = lines(new Random(repetition.getCurrentRepetition()));

    List<LineRun> onDevice = LineRun.of(lines, 6, ShapePolicy.BUCKETED);

    assertThat(widths(onDevice)).isEqualTo(widths(LineRun.of(lines, 6, ShapePolicy.EXACT)));
    assertThat(onDevice).extracting(LineRun::rows).isSubsetOf(1, 2, 4);
  }

  @RepeatedTest(20)
  void aLinesBucketDoesNotDependOnItsCompany(RepetitionInfo repetition) {
    List<LineCrop> lines = lines(new Random(repetition.getCurrentRepetition()));

    List<LineRun> together = LineRun.of(lines, 32, ShapePolicy.FEWEST);

    assertThat(widths(together)).isEqualTo(widths(LineRun.of(lines, 1, ShapePolicy.FEWEST)));
    assertThat(together).extracting(LineRun::width).isSubsetOf(Buckets.LINE_WIDTHS);
    assertThat(together).extracting(LineRun::rows).isSubsetOf(Buckets.ROWS);
  }

  @Test
  void aRunOfTheWidestLinesStaysSmall() {
    List<LineCrop> lines = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      lines.add(line(i, 4000, 20));
    }

    assertThat(LineRun.of(lines, 32, ShapePolicy.BUCKETED))
        .allSatisfy(run -> assertThat(run.rows() * run.width()).isLessThanOrEqualTo(10_240));
  }

  private static Map<Integer, Integer> widths(List<LineRun> runs) {
    Map<Integer, Integer> widths = new HashMap<>();
    runs.forEach(run -> run.lines().forEach(line -> widths.put(line.place(), run.width())));
    return widths;
  }

  private static List<LineCrop> lines(Random random) {
    List<LineCrop> lines = new ArrayList<>();
    int count = 1 + random.nextInt(50);
    for (int i = 0; i < count; i++) {
      lines.add(line(i, 5 + random.nextInt(1500), 5 + random.nextInt(60)));
    }
    lines.sort(Comparator.comparingDouble(LineCrop::ratio));
    return lines;
  }

  private static LineCrop line(int place, int width, int height) {
    return new LineCrop(place, new TextBox(List.of(), 1), width, height);
  }
}
