package dev.hearth.cli.report;

import dev.hearth.planning.doctor.Finding;
import dev.hearth.planning.doctor.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Findings about one thing, for people.
 *
 * @param all what is met, too, with its evidence and source
 */
record FindingsText(Paint paint, boolean all) {
  private static final int INDENT = 8;
  private static final int REMEDY = 16;

  /** Their lines, under a heading. */
  List<String> of(String heading, List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    List<String> title = Wrapped.lines(heading, 0);
    title.forEach(line -> lines.add(paint.bold(line)));
    findings.stream()
        .filter(each -> all || each.status() != Status.PASS)
        .forEach(each -> lines.addAll(finding(each)));
    List<Finding> met =
        findings.stream().filter(each -> !all && each.status() == Status.PASS).toList();
    if (!met.isEmpty()) {
      lines.addAll(met(met));
    }
    return lines;
  }

  private List<String> met(List<Finding> met) {
    String names =
        met.stream()
            .map(each -> each.id().substring(each.id().indexOf('.') + 1).replace('-', ' '))
            .distinct()
            .collect(Collectors.joining(", "));
    return worded(Status.PASS, names);
  }

  /** A status, and what it says. */
  private List<String> worded(Status status, String text) {
    String word = SurveyJson.word(status);
    List<String> said = Wrapped.labelled("  " + word, text, INDENT);
    String first = said.getFirst().substring(2 + word.length());
    said.set(0, "  " + coloured(status, word) + first);
    return said;
  }

  private List<String> finding(Finding finding) {
    List<String> lines = new ArrayList<>(worded(finding.status(), finding.what()));
    if (!finding.evidence().isEmpty()) {
      Wrapped.labelled(" ".repeat(INDENT) + "seen:", finding.evidence(), REMEDY)
          .forEach(line -> lines.add(paint.dim(line)));
    }
    if (!finding.remedy().isEmpty()) {
      lines.addAll(RemedyText.of(finding.remedy(), INDENT));
    }
    if (all && !finding.source().isEmpty()) {
      Wrapped.labelled(" ".repeat(INDENT) + "source:", finding.source(), REMEDY)
          .forEach(line -> lines.add(paint.dim(line)));
    }
    return lines;
  }

  private String coloured(Status status, String word) {
    return switch (status) {
      case PASS -> paint.good(word);
      case WARN -> paint.doubtful(word);
      case FAIL -> paint.bad(word);
      case SKIP -> paint.dim(word);
    };
  }
}
