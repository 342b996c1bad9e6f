package dev.hearth.inference.tokens;

import static dev.hearth.inference.runtime.CapturedSession.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.inference.runtime.CapturedSession;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.runtime.TensorInfo.ElementType;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.machine.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenBatchTest {
  private static final TokenBatch TWO_TEXTS =
      new TokenBatch(
          List.of(
              Encoding.whole(new long[] {2, 5, 3}, new long[] {0, 0, 1}),
              Encoding.whole(new long[] {2, 4, 5, 3}, new long[4])),
          5,
          9);

  @Test
  void rowsArePaddedAndMaskedInTheIntegersTheModelAsksFor() {
    CapturedSession session =
        feed(
            input("input_ids", ElementType.INT64, -1, -1),
            input("attention_mask", ElementType.INT32, -1, -1),
            input("token_type_ids", ElementType.INT64, -1, -1),
            input("position_ids", ElementType.INT32, -1, -1));

    assertThat(session.fed("input_ids")).containsExactly(2L, 5L, 3L, 9L, 9L, 2L, 4L, 5L, 3L, 9L);
    assertThat(session.fed("attention_mask"))
        .containsExactly(1L, 1L, 1L, 0L, 0L, 1L, 1L, 1L, 1L, 0L);
    assertThat(session.fed("token_type_ids"))
        .containsExactly(0L, 0L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
    assertThat(session.fed("position_ids")).containsExactly(0L, 1L, 2L, 3L, 4L, 0L, 1L, 2L, 3L, 4L);
    assertThat(session.runs().getLast())
        .hasEntrySatisfying("input_ids", ids -> assertThat(ids).isInstanceOf(Tensor.Longs.class))
        .hasEntrySatisfying(
            "attention_mask", mask -> assertThat(mask).isInstanceOf(Tensor.Ints.class));
  }

  @Test
  void aLoneInputTakesTheIdsWhateverItsName() {
    CapturedSession session = feed(input("whatever", ElementType.INT32, -1, -1));

    assertThat(session.fed("whatever")).startsWith(2L, 5L, 3L).hasSize(10);
  }

  @Test
  void anUnknownInputIsRefusedByName() {
    assertThatThrownBy(() ->
            feed(
                input("input_ids", ElementType.INT64, -1, -1),
                input("past_key_values", ElementType.INT64, -1, -1)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("past_key_values");
  }

  @Test
  void idsAsFloatsAreRefused() {
    assertThatThrownBy(() -> feed(input("input_ids", ElementType.FLOAT, -1, -1)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("FLOAT");
  }

  private static CapturedSession feed(TensorInfo... inputs) {
    CapturedSession session = CapturedSession.answering(List.of(inputs), 1f);
    session.run(TWO_TEXTS.inputs(session.signature(), new MemoryPool(0).workspace()));
    return session;
  }
}
