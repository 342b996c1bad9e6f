package dev.hearth.cli;

import dev.hearth.inference.runtimes.RuntimeStore;
import dev.hearth.inference.runtimes.RuntimeSurroundings;
import dev.hearth.machine.ProcessCommandRunner;

/** The runtimes of the person who runs Hearth. */
final class RuntimeStores {
  private RuntimeStores() {}

  static RuntimeStore of(Terminal terminal, Places places) {
    String libraryPath = terminal.environment().getOrDefault("LD_LIBRARY_PATH", "");
    return new RuntimeStore(
        places.runtimes(), RuntimeSurroundings.live(new ProcessCommandRunner(), libraryPath));
  }
}
