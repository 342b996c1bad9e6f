package dev.hearth.server.settings;

import java.util.List;
import java.util.Locale;

/**
 * One thing that can be set.
 *
 * @param name in hearth.yaml; a dot goes one level down
 * @param form what a value looks like
 * @param fallback the value where nothing is set, in the form a user would write; empty for none
 * @param variables environment variables that set it, the strongest first
 * @param what it does, for docs/settings.md
 */
record Key(String name, Form form, String fallback, List<String> variables, String what) {
  Key {
    variables = List.copyOf(variables);
  }

  /** Hearth's own variable, which wins over those of other programs. */
  String ownVariable() {
    return "HEARTH_" + name.replace(".", "__").toUpperCase(Locale.ROOT);
  }
}
