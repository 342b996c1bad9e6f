package dev.hearth.evidence.verdict;

import java.util.List;

/**
 * What all witnesses together say.
 *
 * @param outcome where the service computes
 * @param because why, in a sentence without its full stop
 * @param testimonies all of them, the silent ones too
 */
public record Verdict(Outcome outcome, String because, List<Testimony> testimonies) {
  public Verdict {
    testimonies = List.copyOf(testimonies);
  }

  /** Where it computes, the best first. */
  public enum Outcome {
    /** On the accelerator: proven, and nothing speaks against it. */
    ACCELERATED,
    /** Nothing proves it either way, or witnesses contradict each other. */
    UNPROVEN,
    /** On the CPU. */
    ON_CPU
  }

  /** Whether it is proven to compute on the accelerator. */
  public boolean accelerated() {
    return outcome == Outcome.ACCELERATED;
  }
}
