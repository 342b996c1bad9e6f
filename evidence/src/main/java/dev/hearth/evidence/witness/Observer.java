package dev.hearth.evidence.witness;

import dev.hearth.evidence.verdict.Testimony;
import java.util.List;

/** Makes a testimony of what was observed. Never guesses: what it cannot see it is silent about. */
@FunctionalInterface
public interface Observer {
  /** What it says. */
  Testimony testify(Observation observation);

  /** All of them, in the order in which they are shown. */
  static List<Observer> all() {
    return List.of(
        new NodesObserver(),
        new HandlesObserver(),
        new KfdObserver(),
        new FdinfoObserver(),
        new NvmlObserver(),
        new BusyObserver(),
        new MemoryObserver(),
        new PowerObserver(),
        new LogObserver(),
        new ApiObserver(),
        new SpeedObserver(),
        new AnswersObserver());
  }
}
