package dev.hearth.inference.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.shape.Buckets;
import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tokens.Encoding;
import dev.hearth.inference.tokens.TestTokenizers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which texts go through a model together, for any number of texts of any length. */
class TextRunTest {
  @ParameterizedTest
  @EnumSource
  void everyTextRunsOnceAndFits(ShapePolicy shapes) {
    for (int seed = 0; seed < 100; seed++) {
      List<Encoding> texts = texts(new Random(seed));
      List<Integer> shortestFirst = shortestFirst(texts);

      List<TextRun> runs = TextRun.of(shortestFirst, texts, 384, shapes);

      assertThat(runs.stream().flatMap(run -> run.texts().stream()))
          .containsExactlyElementsOf(shortestFirst);
      for (TextRun run : runs) {
        int longest = texts.get(run.texts().getLast()).length();
        assertThat(run.width()).isBetween(longest, 384);
        assertThat(run.filled(texts)).hasSize(run.rows());
        assertThat(run.rows() * run.width()).isLessThanOrEqualTo(TextRun.TOKENS_A_RUN);
      }
    }
  }

  @Test
  void devicesThatCompileWholeModelsSeeBucketsOnly() {
    for (int seed = 0; seed < 100; seed++) {
      List<Encoding> texts = texts(new Random(seed));

      List<TextRun> runs = TextRun.of(shortestFirst(texts), texts, 384, ShapePolicy.FEWEST);

      assertThat(runs).extracting(TextRun::width).isSubsetOf(16, 32, 64, 128, 256, 384);
      assertThat(runs).extracting(TextRun::rows).isSubsetOf(Buckets.ROWS);
    }
  }

  @Test
  void paddingDoesNotMoveTheScalesOfEightBitModelsOnGpus() {
    for (int seed = 0; seed < 100; seed++) {
      List<Encoding> texts = texts(new Random(seed));

      List<TextRun> runs = TextRun.of(shortestFirst(texts), texts, 384, ShapePolicy.BUCKETED);

      assertThat(runs)
          .allSatisfy(
              run -> assertThat(run.width()).isEqualTo(texts.get(run.texts().getLast()).length()))
          .extracting(TextRun::rows)
          .isSubsetOf(Buckets.ROWS);
    }
  }

  @Test
  void rowsLeftOverRepeatTheFirstText() {
    List<Encoding> texts = List.of(text(7), text(5), text(9));

    TextRun run = TextRun.of(shortestFirst(texts), texts, 384, ShapePolicy.BUCKETED).getFirst();

    assertThat(run.filled(texts)).extracting(Encoding::length).containsExactly(5, 7, 9, 5);
  }

  private static List<Integer> shortestFirst(List<Encoding> texts) {
    return IntStream.range(0, texts.size())
        .boxed()
        .sorted(Comparator.comparingInt(i -> texts.get(i).length()))
        .toList();
  }

  private static List<Encoding> texts(Random random) {
    List<Encoding> texts = new ArrayList<>();
    int count = 1 + random.nextInt(60);
    for (int i = 0; i < count; i++) {
      texts.add(text(2 + random.nextInt(random.nextBoolean() ? 20 : 383)));
    }
    return texts;
  }

  private static Encoding text(int tokens) {
    return TestTokenizers.encoding(tokens);
  }
}
