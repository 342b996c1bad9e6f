package dev.hearth.planning.weights;

/** What came of reading a model file: its facts, or why there are none. */
public sealed interface WeightsReading {

  /** The file was understood. */
  record Known(WeightsFacts facts) implements WeightsReading {}

  /** The file was not understood; the reason names the file. */
  record Unreadable(String reason) implements WeightsReading {}
}
