package dev.hearth.evidence.witness;

import dev.hearth.evidence.sample.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One figure over time.
 *
 * @param values in order, of the samples that told it
 */
record Series(List<Double> values) {
  Series {
    values = List.copyOf(values);
  }

  /** Of every sample what it tells, the largest where several devices do. */
  static Series of(List<Sample> samples, Function<Sample, Stream<Double>> figure) {
    return new Series(
        samples.stream()
            .flatMap(sample -> figure.apply(sample).max(Double::compare).stream())
            .toList());
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  double median() {
    double[] sorted = sorted();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  double least() {
    return values.stream().mapToDouble(value -> value).min().orElse(0);
  }

  double most() {
    return values.stream().mapToDouble(value -> value).max().orElse(0);
  }

  /** How many are at least so much. */
  long reaching(double level) {
    return values.stream().filter(value -> value >= level).count();
  }

  private double[] sorted() {
    double[] sorted = values.stream().mapToDouble(value -> value).toArray();
    Arrays.sort(sorted);
    return sorted;
  }
}
