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
 * @param findings by backend, then by who runs it; within each, failures first
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
   */
  public record Place(Backend backend, String acceleratorId, List<Supervisor> supervisors) {
    public Place {
      supervisors = List.copyOf(supervisors);
    }
  }
}
