package dev.hearth.evidence.workload;

import java.util.List;

/**
 * What a service made of the probe, as far as it can be compared.
 *
 * @param vector an embedding, or scores in the order of their labels; empty where there is none
 * @param boxes of faces, four numbers each; empty where there are none
 */
public record Answer(List<Double> vector, List<List<Double>> boxes) {
  public Answer {
    vector = List.copyOf(vector);
    boxes = boxes.stream().map(List::copyOf).toList();
  }

  /** Nothing in it can be compared. */
  public static Answer none() {
    return new Answer(List.of(), List.of());
  }

  /** Whether there is anything to compare. */
  public boolean comparable() {
    return !vector.isEmpty() || !boxes.isEmpty();
  }
}
