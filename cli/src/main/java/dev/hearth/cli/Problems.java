package dev.hearth.cli;

import dev.hearth.machine.Problem;

/** Shows a person what is wrong, how we know, and what to type. */
final class Problems {
  private Problems() {}

  static void print(Terminal terminal, Problem problem) {
    terminal.err().println("hearth: " + problem.what());
    if (!problem.evidence().isEmpty()) {
      terminal.err().println("  because: " + problem.evidence());
    }
    if (!problem.remedy().isEmpty()) {
      terminal.err().println("  remedy:  " + problem.remedy());
    }
  }
}
