package dev.hearth.planning.plan;

import dev.hearth.machine.Problem;
import java.util.List;

/** The planner's answer. */
public sealed interface Planned {
  /** It can be done so. */
  record Possible(Plan plan) implements Planned {}

  /** It cannot: everything that is in the way, each with its remedy. */
  record Refused(List<Problem> problems) implements Planned {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
