package dev.hearth.cli.report;

import dev.hearth.evidence.diagnosis.Diagnosis;
import dev.hearth.evidence.diagnosis.Finding;
import dev.hearth.evidence.diagnosis.Rule;
import dev.hearth.evidence.diagnosis.Severity;
import dev.hearth.evidence.diagnosis.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What logs tell, for people. */
public final class DiagnosisText {
  private static final int INDENT = 11;
  private static final int LABELLED = INDENT + 8;
  private static final int MOST_SHOWN = 240;
  private static final int MOST_LINES = 3;

  private final Paint paint;
  private final List<String> lines = new ArrayList<>();

  private DiagnosisText(Paint paint) {
    this.paint = paint;
  }

  /** Its lines. */
  public static List<String> of(List<DiagnosedLog> logs, Paint paint) {
    DiagnosisText text = new DiagnosisText(paint);
    for (DiagnosedLog log : logs) {
      if (!text.lines.isEmpty()) {
        text.lines.add("");
      }
      text.log(log);
    }
    return List.copyOf(text.lines);
  }

  private void log(DiagnosedLog log) {
    Diagnosis.Extent extent = log.diagnosis().extent();
    Wrapped.lines(log.from() + ": " + read(extent), 0).forEach(line -> lines.add(paint.bold(line)));
    log.diagnosis().findings().forEach(this::finding);
    if (log.diagnosis().findings().isEmpty()) {
      nothing(extent);
    }
    extent
        .leftOut()
        .forEach(id ->
            lines.addAll(
                Wrapped.labelled(
                    "  note", "the rule " + id + " took too long and was left out", INDENT)));
  }

  private static String read(Diagnosis.Extent extent) {
    String span =
        extent
            .since()
            .map(since ->
                extent
                    .until()
                    .filter(until -> !until.equals(since))
                    .map(until -> ", from " + since + " to " + until)
                    .orElse(", of " + since))
            .orElse("");
    String whose =
        extent
            .version()
            .map(version -> ", " + extent.service().orElse("version") + " " + version)
            .orElse("");
    return number(extent.lines(), "line") + span + whose;
  }

  private void nothing(Diagnosis.Extent extent) {
    String sentence =
        extent.lines() == 0
            ? "There was nothing to read."
            : "Nothing in it is known to mean trouble ("
                + number(extent.rules(), "rule")
                + "). A log cannot prove that a GPU computes.";
    lines.addAll(Wrapped.lines(sentence, 2));
  }

  private void finding(Finding finding) {
    Rule rule = finding.rule();
    String word = rule.weight().severity().key();
    lines.add("");
    List<String> said = Wrapped.labelled("  " + word, rule.text().meaning(), INDENT);
    said.set(
        0,
        "  "
            + coloured(rule.weight().severity(), word)
            + said.getFirst().substring(2 + word.length()));
    lines.addAll(said);
    seen(finding);
    lines.addAll(Wrapped.labelled(" ".repeat(INDENT) + "remedy:", rule.text().remedy(), LABELLED));
    String source =
        String.join(", ", rule.text().sources())
            + " ("
            + rule.weight().confidence().key()
            + "; "
            + rule.id()
            + ")";
    Wrapped.labelled(" ".repeat(INDENT) + "source:", source, LABELLED)
        .forEach(line -> lines.add(paint.dim(line)));
  }

  private void seen(Finding finding) {
    String times =
        finding.count() == 1
            ? "once" + finding.since().map(time -> ", " + time).orElse("")
            : number(finding.count(), "time")
                + finding
                    .since()
                    .flatMap(since -> finding.until().map(until -> ", " + since + " to " + until))
                    .orElse("");
    Wrapped.labelled(" ".repeat(INDENT) + "seen:", times, LABELLED)
        .forEach(line -> lines.add(paint.dim(line)));
    List<Trace> shown = finding.evidence();
    int from = Math.max(0, shown.size() - MOST_LINES);
    for (Trace trace : shown.subList(from, shown.size())) {
      Wrapped.lines("line " + trace.number() + ": " + printable(trace.text()), LABELLED)
          .forEach(line -> lines.addAll(broken(line)));
    }
  }

  /** Evidence is no command: a long word of it may be broken. */
  private List<String> broken(String line) {
    List<String> parts = new ArrayList<>();
    String rest = line;
    while (rest.length() > Wrapped.WIDTH) {
      parts.add(paint.dim(rest.substring(0, Wrapped.WIDTH)));
      rest = " ".repeat(LABELLED) + rest.substring(Wrapped.WIDTH);
    }
    parts.add(paint.dim(rest));
    return parts;
  }

  /** A log may hold anything, and a terminal obeys some of it. */
  private static String printable(String text) {
    String bare = text.replaceAll("\\p{C}", "?").strip();
    return bare.length() > MOST_SHOWN ? bare.substring(0, MOST_SHOWN) + "…" : bare;
  }

  private String coloured(Severity severity, String word) {
    return switch (severity) {
      case STOPS, WRONG -> paint.bad(word);
      case ON_CPU, SLOW -> paint.doubtful(word);
      case WARNING -> paint.dim(word);
    };
  }

  private static String number(long count, String word) {
    return String.format(Locale.ROOT, "%,d %s%s", count, word, count == 1 ? "" : "s");
  }
}
