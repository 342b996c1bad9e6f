package dev.hearth.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.runtime.InferenceFailed.Kind;
import dev.hearth.inference.runtime.TensorInfo.ElementType;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BatchMeasureTest {
  private long now;
  private final List<Integer> runs = new ArrayList<>();

  private int measured(OpenSession session) {
    return BatchMeasure.mostRows(session, ScriptedDevice.rows(1, 8, 0.5f), () -> now);
  }

  /** A device whose runs take as long as is said for their rows. */
  private ScriptedDevice taking(IntFunction<Duration> time) {
    return new ScriptedDevice(run -> {
      runs.add(run.rows());
      now += time.apply(run.rows()).toNanos();
    });
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(1000 * micros);
  }

  @Nested
  class RowsShareARun {
    @Test
    void asFarAsTwiceOfThemWinAboutASixthMoreARun() {
      // 1: 10 ms, 2: 11, 4: 13, 8: 17, and 16: 30.2 ms, which is 13 % more rows a second only
      assertThat(
              measured(taking(rows -> micros(rows <= 8 ? 9000 + 1000 * rows : 3000 + 1700 * rows))))
          .isEqualTo(8);
    }

    @Test
    void upToTheLargestBucketWhereTheyCostNothing() {
      assertThat(measured(taking(_ -> Duration.ofMillis(5)))).isEqualTo(32);
    }

    @Test
    void notWhereEachTakesAsLongAsAlone() {
      assertThat(measured(taking(rows -> Duration.ofMillis(20L * rows)))).isEqualTo(1);
    }

    @Test
    void notInRunsLongerThanAQuarterOfASecond() {
      assertThat(measured(taking(rows -> Duration.ofMillis(60 + 40L * rows)))).isEqualTo(4);
    }

    @Test
    void notBeyondWhatTheDeviceHasMemoryFor() {
      ScriptedDevice device =
          new ScriptedDevice(run -> {
            if (run.rows() > 4) {
              throw new InferenceFailed(Kind.OUT_OF_MEMORY, "out of memory");
            }
            now += 1_000_000;
          });
      assertThat(measured(device)).isEqualTo(4);
    }
  }

  @Nested
  class TheMeasureItself {
    @Test
    void endsAfterTwoRunsOnASlowDevice() {
      assertThat(measured(taking(_ -> Duration.ofMillis(640)))).isEqualTo(1);
      assertThat(runs).containsExactly(1, 1);
    }

    @Test
    void takesThreeSecondsAtMostHoweverTheTimesGrow() {
      for (int base : List.of(1, 10, 30, 60, 100, 140, 200, 249)) {
        for (double growth : List.of(1.0, 1.3, 1.6)) {
          now = 0;
          measured(
              taking(rows ->
                  micros((long) (1000 * base * Math.pow(growth, Math.log(rows) / Math.log(2))))));
          assertThat(now).as("%s ms, times %s", base, growth).isLessThan(3_000_000_000L);
        }
      }
    }
  }

  @Nested
  class RowsDoNotShareARun {
    @Test
    void whereTheModelDeclaresANumberOfThem() {
      assertThat(measured(new Model(1, -1, UnaryOperator.identity()))).isEqualTo(1);
      assertThat(measured(new Model(-1, 1, UnaryOperator.identity()))).isEqualTo(1);
    }

    @Test
    void whereTheModelAnswersOnceForAll() {
      assertThat(measured(new Model(-1, -1, values -> ofShape(values, 1, 8)))).isEqualTo(1);
    }

    @Test
    void whereARowsAnswerDependsOnItsCompany() {
      assertThat(measured(new Model(-1, -1, BatchMeasureTest::lessTheMean))).isEqualTo(1);
    }

    @Test
    void whereTheAnswersAreNoNumbers() {
      assertThat(measured(new Model(-1, -1, values -> filled(values, Float.NaN)))).isEqualTo(1);
    }

    @Test
    void whereNoSecondRowCanBeMadeOfTheSample() {
      Tensor.Longs mask = new Tensor.Longs(LongBuffer.wrap(new long[] {1, 1}), Shape.of(1, 2));
      assertThat(
              BatchMeasure.mostRows(
                  new Model(-1, -1, UnaryOperator.identity()), Map.of("in", mask), () -> now))
          .isEqualTo(1);
    }

    @Test
    void otherwiseTheyDo() {
      assertThat(measured(new Model(-1, -1, UnaryOperator.identity()))).isEqualTo(32);
    }
  }

  private static FloatBuffer fresh(int length) {
    return ByteBuffer.allocateDirect(4 * length).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  private static Tensor.Floats ofShape(Tensor.Floats values, long... axes) {
    return new Tensor.Floats(values.data().slice(0, Shape.of(axes).elements()), Shape.of(axes));
  }

  private static Tensor.Floats filled(Tensor.Floats values, float value) {
    FloatBuffer filled = fresh(values.data().limit());
    for (int i = 0; i < filled.limit(); i++) {
      filled.put(i, value);
    }
    return new Tensor.Floats(filled, values.shape());
  }

  private static Tensor.Floats lessTheMean(Tensor.Floats values) {
    FloatBuffer data = values.data();
    float sum = 0;
    for (int i = 0; i < data.limit(); i++) {
      sum += data.get(i);
    }
    FloatBuffer less = fresh(data.limit());
    for (int i = 0; i < less.limit(); i++) {
      less.put(i, data.get(i) - sum / data.limit() * values.shape().axis(0));
    }
    return new Tensor.Floats(less, values.shape());
  }

  /** A model whose runs take a millisecond, or no time where nothing is timed. */
  private final class Model implements OpenSession {
    private final Signature signature;
    private final UnaryOperator<Tensor.Floats> answer;

    Model(long inputRows, long outputRows, UnaryOperator<Tensor.Floats> answer) {
      this.answer = answer;
      this.signature =
          new Signature(
              List.of(new TensorInfo("in", ElementType.FLOAT, List.of(inputRows, 8L))),
              List.of(new TensorInfo("out", ElementType.FLOAT, List.of(outputRows, 8L))),
              Map.of());
    }

    @Override
    public Signature signature() {
      return signature;
    }

    @Override
    public Outputs run(Map<String, Tensor> inputs) {
      now += 1_000_000;
      return new Outputs(
          List.of("out"), List.of(answer.apply((Tensor.Floats) inputs.values().iterator().next())));
    }

    @Override
    public void close() {}
  }
}
