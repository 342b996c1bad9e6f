package dev.hearth.cli;

import dev.hearth.deployment.manager.Privilege;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How far a command that changes something may go: the same options for up, rollback and down. */
final class ConsentOptions {
  @Option(
      names = "--dry-run",
      description = "Show the plan, the differences of files and the steps; touch nothing.")
  boolean dryRun;

  @Option(
      names = {"-y", "--yes"},
      description = "Do it without asking.")
  boolean yes;

  @Option(
      names = "--sudo",
      description = {
        "For units of the system: run those commands through sudo,",
        "which must not ask for a password."
      })
  boolean sudo;

  Privilege privilege() {
    return sudo ? Privilege.SUDO : Privilege.NONE;
  }

  /**
   * Whether to go on. Nobody there to answer is no yes.
   *
   * @param again the command line to which --yes would be added
   * @return false for a dry run
   * @throws ProblemException where a person says no, or nobody is there
   */
  boolean given(Terminal terminal, String question, String again) {
    if (dryRun) {
      terminal.out().println("Nothing was changed (--dry-run).");
      return false;
    }
    if (yes) {
      return true;
    }
    terminal.out().flush();
    Optional<String> answer = terminal.ask(question + " [y/N] ");
    if (answer.isEmpty()) {
      throw new ProblemException(
          Problem.Kind.BAD_SETTING,
          "Nobody is there to say yes; nothing was changed",
          again + " --yes");
    }
    if (!answer.get().strip().toLowerCase(Locale.ROOT).startsWith("y")) {
      throw new ProblemException(
          Problem.Kind.UNAVAILABLE, "Nothing was changed, as you said", again);
    }
    return true;
  }
}
