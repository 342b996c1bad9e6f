package dev.hearth.deployment.edit;

import java.util.List;

/**
 * What becomes of files.
 *
 * @param changes in the order in which they are made
 * @param advice what a person should know or do beside, as sentences
 */
public record Edited(List<Change> changes, List<String> advice) {
  public Edited {
    changes = List.copyOf(changes);
    advice = List.copyOf(advice);
  }
}
