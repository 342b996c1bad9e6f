package dev.hearth.server.settings;

import dev.hearth.machine.Problem;
import java.util.List;

/** What reading the settings came to. */
public sealed interface SettingsOutcome {

  /**
   * All is well.
   *
   * @param notes what the user should know: variables without effect, probable typing errors
   */
  record Accepted(Settings settings, List<String> notes) implements SettingsOutcome {
    public Accepted {
      notes = List.copyOf(notes);
    }
  }

  /** All that is wrong, at once. */
  record Refused(List<Problem> problems) implements SettingsOutcome {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
