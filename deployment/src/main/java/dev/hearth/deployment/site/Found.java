package dev.hearth.deployment.site;

import dev.hearth.machine.Problem;
import java.util.List;

/**
 * What was found.
 *
 * @param installations those whose files can be edited
 * @param others what runs, but not out of files that are at hand, with what to do
 */
public record Found(List<Installation> installations, List<Problem> others) {
  public Found {
    installations = List.copyOf(installations);
    others = List.copyOf(others);
  }
}
