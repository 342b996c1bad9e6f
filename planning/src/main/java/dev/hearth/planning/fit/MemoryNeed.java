package dev.hearth.planning.fit;

import dev.hearth.machine.Reading;
import java.util.List;

/**
 * What a model needs to run, part by part.
 *
 * @param model its name
 * @param weights the numbers it was trained to
 * @param activations what flows between its layers for one request, and work space
 * @param kvCache what a language model keeps of each token it has seen
 * @param overhead what the runtime takes for itself on the device
 * @param execution how the engine would run it
 * @param notes what else a person should know
 */
public record MemoryNeed(
    String model,
    Amount weights,
    Amount activations,
    Amount kvCache,
    Amount overhead,
    Execution execution,
    List<String> notes) {
  public MemoryNeed {
    notes = List.copyOf(notes);
  }

  /** The amount of one part. */
  public Amount amount(Part part) {
    return switch (part) {
      case WEIGHTS -> weights;
      case ACTIVATIONS -> activations;
      case KV_CACHE -> kvCache;
      case OVERHEAD -> overhead;
    };
  }

  /** All parts together, as far as they are known. */
  public long knownBytes() {
    long sum = 0;
    for (Part part : Part.values()) {
      sum += amount(part).knownBytes();
    }
    return sum;
  }

  /** Parts whose size is unknown. */
  public List<Part> unknownParts() {
    return List.of(Part.values()).stream()
        .filter(part -> amount(part).bytes() instanceof Reading.Unknown<Long>)
        .toList();
  }
}
