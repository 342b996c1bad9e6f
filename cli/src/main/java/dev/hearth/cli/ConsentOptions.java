package dev.hearth.cli;

import dev.hearth.deployment.manager.Privilege;
import dev.hearth.deployment.transaction.Undertaking;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How far a command that changes something may go: the same options for up, rollback and down. */
final class ConsentOptions {
  private static final Pattern TIME =
      Pattern.compile("([0-9]{1,6})(s|m|min|h)", Pattern.CASE_INSENSITIVE);

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

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = {
        "How long it may take to be well, as 90s or 5m, before it is taken back.",
        "Default: as the service describes, which suits a slow first start."
      })
  @Nullable String deadline;

  Privilege privilege() {
    return sudo ? Privilege.SUDO : Privilege.NONE;
  }

  /** The undertaking with the deadline that was asked for, where one was. */
  Undertaking patient(Undertaking undertaking) {
    return deadline == null ? undertaking : undertaking.within(duration(deadline));
  }

  /** Reads 90s, 5m, 1h. */
  static Duration duration(String text) {
    Matcher time = TIME.matcher(text.strip());
    if (!time.matches() || Long.parseLong(time.group(1)) == 0) {
      throw new ProblemException(
          Problem.Kind.BAD_SETTING,
          "--deadline wants a time with its unit, not " + text,
          "--deadline 90s, or --deadline 5m");
    }
    long number = Long.parseLong(time.group(1));
    return switch (time.group(2).toLowerCase(Locale.ROOT)) {
      case "h" -> Duration.ofHours(number);
      case "m", "min" -> Duration.ofMinutes(number);
      default -> Duration.ofSeconds(number);
    };
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
