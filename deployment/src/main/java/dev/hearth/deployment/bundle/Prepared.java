package dev.hearth.deployment.bundle;

import dev.hearth.deployment.edit.Change;
import dev.hearth.planning.doctor.Finding;
import java.util.List;

/**
 * A bundle that is staged and checked.
 *
 * @param changes that put it into its place; none where a finding failed
 * @param findings all that was checked
 * @param bytes its size
 */
public record Prepared(List<Change> changes, List<Finding> findings, long bytes) {
  public Prepared {
    changes = List.copyOf(changes);
    findings = List.copyOf(findings);
  }

  /** Whether it may be installed. */
  public boolean ready() {
    return findings.stream().noneMatch(Finding::failed);
  }
}
