package dev.hearth.planning.doctor;

import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import java.util.List;

/**
 * All there is to say on a service on this machine.
 *
 * @param service its name
 * @param verdict what it comes to
 * @param ready where it can run with an accelerator
 * @param findings by backend and by who runs it: what has a failure first, then what has a warning;
 *     of a backend what is general before what is one accelerator's, and the worst first
 */
public record Examination(
    String service, Verdict verdict, List<Place> ready, List<Finding> findings) {
  public Examination {
    ready = List.copyOf(ready);
    findings = List.copyOf(findings);
  }

  /**
   * A place to run.
   *
   * @param backend the backend
   * @param acceleratorId the accelerator
   * @param supervisors who can run it there
   * @param conditions what is to be typed before
   */
  public record Place(
      Backend backend,
      String acceleratorId,
      List<Supervisor> supervisors,
      List<Condition> conditions) {
    public Place {
      supervisors = List.copyOf(supervisors);
      conditions = List.copyOf(conditions);
    }
  }

  /**
   * What one of those who can run it wants first.
   *
   * @param supervisor who
   * @param command what is to be typed
   */
  public record Condition(Supervisor supervisor, String command) {}
}
