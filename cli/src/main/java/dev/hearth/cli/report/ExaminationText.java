package dev.hearth.cli.report;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.doctor.Examination;
import dev.hearth.planning.doctor.Finding;
import dev.hearth.planning.doctor.Status;
import dev.hearth.planning.doctor.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Examinations for people: the verdicts first, then, service by service, what stands in the way and
 * what to type; what is the same for all of them once, at the end.
 */
public final class ExaminationText {
  private final Paint paint;
  private final boolean all;
  private final Survey survey;
  private final List<String> lines = new ArrayList<>();

  private ExaminationText(Survey survey, Paint paint, boolean all) {
    this.survey = survey;
    this.paint = paint;
    this.all = all;
  }

  /**
   * The screen's lines.
   *
   * @param all what is met, too, with its evidence and source
   */
  public static List<String> of(
      Survey survey, List<Examination> examinations, Paint paint, boolean all) {
    ExaminationText text = new ExaminationText(survey, paint, all);
    examinations.forEach(text::verdict);
    Set<Finding> shared = shared(examinations);
    for (Examination examination : examinations) {
      text.section(
          examination.service(),
          examination.findings().stream().filter(each -> !shared.contains(each)).toList());
    }
    text.section("Whatever the service", List.copyOf(shared));
    return List.copyOf(text.lines);
  }

  /** What several services were told in the same words, and no accelerator is named. */
  private static Set<Finding> shared(List<Examination> examinations) {
    Map<Finding, Long> told =
        examinations.stream()
            .flatMap(each -> each.findings().stream().distinct())
            .filter(each -> each.backend().isEmpty())
            .collect(
                Collectors.groupingBy(each -> each, LinkedHashMap::new, Collectors.counting()));
    return told.entrySet().stream()
        .filter(each -> each.getValue() > 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private void verdict(Examination examination) {
    String word =
        switch (examination.verdict()) {
          case READY -> paint.good("ready");
          case CPU_ONLY -> paint.doubtful("cpu-only");
          case BLOCKED -> paint.bad("blocked");
        };
    int blanks = Math.max(1, 10 - examination.verdict().name().length());
    String label = String.format(Locale.ROOT, "%-11s ", examination.service());
    List<String> where = Wrapped.lines(where(examination), 22);
    lines.add(paint.bold(label) + word + " ".repeat(blanks) + where.getFirst().substring(22));
    lines.addAll(where.subList(1, where.size()));
  }

  private String where(Examination examination) {
    if (examination.verdict() == Verdict.BLOCKED) {
      return "it cannot run here";
    }
    if (examination.verdict() == Verdict.CPU_ONLY) {
      if (curable(examination)) {
        return "no accelerator can be used yet";
      }
      return brought(examination)
          ? "no accelerator here is for it, unless you bring libraries"
          : "no accelerator here is for it";
    }
    return examination.ready().stream()
        .map(this::place)
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private static boolean brought(Examination examination) {
    return examination.findings().stream()
        .anyMatch(each -> each.id().endsWith(".bring") && !each.remedy().isEmpty());
  }

  /** Whether something can be typed: against what a device lacks, else against anything. */
  private static boolean curable(Examination examination) {
    List<Finding> failed = examination.findings().stream().filter(Finding::failed).toList();
    List<Finding> onDevices =
        failed.stream().filter(each -> each.acceleratorId().isPresent()).toList();
    return (onDevices.isEmpty() ? failed : onDevices)
        .stream().anyMatch(each -> RemedyText.isCommand(each.remedy()));
  }

  private String place(Examination.Place place) {
    String who =
        place.supervisors().stream()
            .map(supervisor -> supervisor.key() + conditions(place, supervisor))
            .collect(Collectors.joining(", "));
    return place.backend().label()
        + " on "
        + name(place.acceleratorId())
        + (who.isEmpty() ? "" : " (" + who + ")");
  }

  /** What is to be typed before this one can run it there. */
  private static String conditions(Examination.Place place, Supervisor supervisor) {
    String commands =
        place.conditions().stream()
            .filter(each -> each.supervisor() == supervisor)
            .map(Examination.Condition::command)
            .collect(Collectors.joining(" && "));
    return commands.isEmpty() ? "" : " [after: " + commands + "]";
  }

  /** What people call it. */
  private String name(String id) {
    return survey.accelerator(id).flatMap(each -> each.name().asOptional()).orElse(id);
  }

  private void section(String title, List<Finding> findings) {
    if (findings.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(paint.bold("== " + title + " =="));
    FindingsText text = new FindingsText(paint, all);
    groups(findings).forEach((name, group) -> lines.addAll(text.of(name, group)));
  }

  /** Findings by what they are about; the same words on several accelerators once. */
  private Map<String, List<Finding>> groups(List<Finding> findings) {
    Map<String, Map<String, List<Finding>>> byArea = new LinkedHashMap<>();
    for (Finding finding : findings) {
      byArea
          .computeIfAbsent(area(finding), _ -> new LinkedHashMap<>())
          .computeIfAbsent(finding.acceleratorId().orElse(""), _ -> new ArrayList<>())
          .add(finding);
    }
    Map<String, List<Finding>> groups = new LinkedHashMap<>();
    byArea.forEach((area, byDevice) -> {
      Map<List<String>, List<String>> alike = new LinkedHashMap<>();
      Map<List<String>, List<Finding>> said = new LinkedHashMap<>();
      byDevice.forEach((id, group) -> {
        List<String> words = group.stream().map(ExaminationText::gist).toList();
        alike.computeIfAbsent(words, _ -> new ArrayList<>()).add(id);
        said.putIfAbsent(words, group);
      });
      alike.forEach((words, ids) -> groups.put(heading(area, ids), said.get(words)));
    });
    return groups;
  }

  /** What a person would want to read again for another device; that a check passed is not. */
  private static String gist(Finding finding) {
    return finding.status() == Status.PASS
        ? finding.id()
        : finding.id() + finding.status() + finding.what() + finding.remedy();
  }

  private static String area(Finding finding) {
    return finding
        .backend()
        .map(Backend::label)
        .orElseGet(() -> finding.id().substring(0, Math.max(0, finding.id().indexOf('.'))));
  }

  private String heading(String area, List<String> ids) {
    String first = ids.getFirst();
    if (first.isEmpty()) {
      return area;
    }
    String where = ids.size() == 1 ? first : first + " and " + (ids.size() - 1) + " more like it";
    String name =
        survey.accelerator(first).map(Accelerator::name).flatMap(r -> r.asOptional()).orElse("");
    return area + " on " + (name.isEmpty() ? where : name + " [" + where + "]");
  }
}
