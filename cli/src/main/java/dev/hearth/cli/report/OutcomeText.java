package dev.hearth.cli.report;

import dev.hearth.deployment.transaction.Outcome;
import dev.hearth.machine.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a deployment ended, for people. */
public final class OutcomeText {
  private static final int INDENT = 10;
  private static final int LAST_WORDS = 12;

  private final Paint paint;
  private final String service;

  public OutcomeText(Paint paint, String service) {
    this.paint = paint;
    this.service = service;
  }

  /** Its lines. */
  public List<String> of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Committed done -> committed(done);
      case Outcome.UpToDate _ ->
          List.of(paint.good("Nothing to do") + ": " + service + " runs as planned, and is well");
      case Outcome.RolledBack back -> rolledBack(back);
      case Outcome.Refused(Problem problem) ->
          problem(paint.bad("Refused") + ", nothing was changed", problem);
      case Outcome.Broken broken -> broken(broken);
    };
  }

  private List<String> committed(Outcome.Committed done) {
    List<String> lines = new ArrayList<>();
    String downtime =
        done.downtime().map(each -> "; it did not answer for " + seconds(each)).orElse("");
    lines.add(paint.good("Done") + ": " + service + " runs as planned, and is well" + downtime);
    done.doubt()
        .ifPresent(doubt -> lines.addAll(Wrapped.labelled("  kept", "although " + doubt, INDENT)));
    lines.add("  undo    hearth rollback " + service + " --to " + done.id());
    return lines;
  }

  private List<String> rolledBack(Outcome.RolledBack back) {
    List<String> lines = problem(paint.doubtful("Rolled back"), back.why());
    lines.addAll(
        Wrapped.labelled(
            "  now",
            back.answers()
                ? "everything is as before; the old service answers again"
                : "everything is as before; the old service did not answer before either",
            INDENT));
    back.edited()
        .forEach(file ->
            lines.addAll(
                Wrapped.labelled("  kept", file + ", which was edited meanwhile", INDENT)));
    if (!back.log().isEmpty()) {
      lines.add("  log     the last lines of what was given up:");
      back.log()
          .subList(Math.max(0, back.log().size() - LAST_WORDS), back.log().size())
          .forEach(line -> lines.add(paint.dim("    " + printable(line))));
    }
    return lines;
  }

  private List<String> broken(Outcome.Broken broken) {
    List<String> lines = problem(paint.bad("Not rolled back"), broken.why());
    lines.addAll(Wrapped.labelled("  but", broken.trouble().sentence(), INDENT));
    lines.add("  by hand, in this order:");
    broken.byHand().forEach(line -> lines.add("    " + line));
    lines.add("  the backup is kept; hearth tries again when any of its commands is run");
    return lines;
  }

  private static List<String> problem(String heading, Problem problem) {
    List<String> lines = new ArrayList<>();
    lines.add(heading);
    lines.addAll(Wrapped.labelled("  why", problem.what(), INDENT));
    if (!problem.evidence().isEmpty()) {
      lines.addAll(Wrapped.labelled("  seen", printable(problem.evidence()), INDENT));
    }
    if (!problem.remedy().isEmpty()) {
      lines.addAll(Wrapped.labelled("  remedy", problem.remedy(), INDENT));
    }
    return lines;
  }

  /** A service's own words must not steer the terminal. */
  private static String printable(String text) {
    return text.codePoints()
        .map(each -> Character.isISOControl(each) && each != '\n' ? ' ' : each)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
  }
}
