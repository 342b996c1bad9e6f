package dev.hearth.cli.report;

import dev.hearth.deployment.manager.State;
import dev.hearth.planning.Backend;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How one installation of a service is.
 *
 * @param service its id
 * @param where who runs it, and what it is called there
 * @param files that say how
 * @param state what its manager says
 * @param trouble why it is not well; empty where it is
 * @param image its image; empty for a program
 * @param backend what it is meant to compute on; empty where nothing tells
 * @param devices of this machine's accelerators that it sees
 * @param remarks what else is to be known, as sentences
 * @param deployed the last deployment of it by Hearth
 * @param verdict the last one on where it computes
 */
public record ServiceStatus(
    String service,
    String where,
    List<Path> files,
    State state,
    Optional<String> trouble,
    Optional<String> image,
    Optional<Backend> backend,
    List<String> devices,
    List<String> remarks,
    Optional<String> deployed,
    Optional<RecordedVerdict> verdict) {
  public ServiceStatus {
    files = List.copyOf(files);
    devices = List.copyOf(devices);
    remarks = List.copyOf(remarks);
  }

  /** Whether it runs and is well. */
  public boolean well() {
    return state.phase() == State.Phase.RUNNING && trouble.isEmpty();
  }
}
