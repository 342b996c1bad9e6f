package dev.hearth.cli.report;

import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.doctor.Examination;
import dev.hearth.planning.doctor.Finding;
import dev.hearth.planning.doctor.Status;
import dev.hearth.planning.doctor.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An examination for people: the verdict, then what stands in the way and what to type. */
public final class ExaminationText {
  private static final int INDENT = 8;
  private static final int REMEDY = 16;

  private final Paint paint;
  private final boolean all;
  private final List<String> lines = new ArrayList<>();

  private ExaminationText(Paint paint, boolean all) {
    this.paint = paint;
    this.all = all;
  }

  /**
   * The lines of one examination.
   *
   * @param all what is met, too, with its evidence
   */
  public static List<String> of(Examination examination, Paint paint, boolean all) {
    ExaminationText text = new ExaminationText(paint, all);
    text.verdict(examination);
    Map<String, List<Finding>> groups = new LinkedHashMap<>();
    examination
        .findings()
        .forEach(
            finding -> groups.computeIfAbsent(group(finding), _ -> new ArrayList<>()).add(finding));
    groups.forEach(text::group);
    return List.copyOf(text.lines);
  }

  private void verdict(Examination examination) {
    String word =
        switch (examination.verdict()) {
          case READY -> paint.good("ready");
          case CPU_ONLY -> paint.doubtful("cpu-only");
          case BLOCKED -> paint.bad("blocked");
        };
    lines.add(paint.bold(examination.service()) + ": " + word);
    for (Examination.Place place : examination.ready()) {
      String who =
          place.supervisors().stream()
              .map(supervisor -> supervisor.key() + conditions(place, supervisor))
              .collect(Collectors.joining(", "));
      lines.addAll(
          Wrapped.lines(
              place.backend().label()
                  + " on "
                  + place.acceleratorId()
                  + (who.isEmpty() ? "" : ", run by " + who),
              2));
    }
    if (examination.verdict() == Verdict.CPU_ONLY) {
      lines.addAll(
          Wrapped.lines("It would compute on the CPU; no accelerator can be used yet.", 2));
    }
  }

  /** What is to be typed before this one can run it there. */
  private static String conditions(Examination.Place place, Supervisor supervisor) {
    String commands =
        place.conditions().stream()
            .filter(each -> each.supervisor() == supervisor)
            .map(Examination.Condition::command)
            .collect(Collectors.joining(" && "));
    return commands.isEmpty() ? "" : " (after " + commands + ")";
  }

  /** What a finding belongs to: a backend on an accelerator, or what runs the service. */
  private static String group(Finding finding) {
    String about =
        finding
            .backend()
            .map(Backend::label)
            .orElseGet(() -> finding.id().substring(0, Math.max(0, finding.id().indexOf('.'))));
    return about + finding.acceleratorId().map(id -> " on " + id).orElse("");
  }

  private void group(String name, List<Finding> findings) {
    List<Finding> shown =
        findings.stream().filter(each -> all || each.status() != Status.PASS).toList();
    List<Finding> met =
        findings.stream().filter(each -> !all && each.status() == Status.PASS).toList();
    lines.add("");
    lines.add(paint.bold(name));
    shown.forEach(this::finding);
    if (!met.isEmpty()) {
      String names =
          met.stream()
              .map(each -> each.id().substring(each.id().indexOf('.') + 1))
              .distinct()
              .collect(Collectors.joining(", "));
      List<String> said = Wrapped.labelled("  pass", names, INDENT);
      lines.add("  " + paint.good("pass") + said.getFirst().substring(6));
      lines.addAll(said.subList(1, said.size()));
    }
  }

  private void finding(Finding finding) {
    String word = SurveyJson.word(finding.status());
    List<String> said = Wrapped.labelled("  " + word, finding.what(), INDENT);
    lines.add(
        "  " + coloured(finding.status(), word) + said.getFirst().substring(2 + word.length()));
    lines.addAll(said.subList(1, said.size()));
    if (!finding.evidence().isEmpty()) {
      Wrapped.labelled(" ".repeat(INDENT) + "seen:", finding.evidence(), REMEDY)
          .forEach(line -> lines.add(paint.dim(line)));
    }
    if (!finding.remedy().isEmpty()) {
      lines.addAll(Wrapped.labelled(" ".repeat(INDENT) + "remedy:", finding.remedy(), REMEDY));
    }
    if (all && !finding.source().isEmpty()) {
      Wrapped.labelled(" ".repeat(INDENT) + "source:", finding.source(), REMEDY)
          .forEach(line -> lines.add(paint.dim(line)));
    }
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
