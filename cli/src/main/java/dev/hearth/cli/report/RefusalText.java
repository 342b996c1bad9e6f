package dev.hearth.cli.report;

import dev.hearth.machine.Problem;
import dev.hearth.planning.Backend;
import dev.hearth.planning.service.ServiceDescription;
import java.util.ArrayList;
import java.util.List;

/** Why a service cannot run as asked, for people: everything at once, each with its remedy. */
public final class RefusalText {
  private RefusalText() {}

  /** The screen's lines. */
  public static List<String> of(ServiceDescription service, List<Problem> problems, Paint paint) {
    List<String> lines = new ArrayList<>();
    lines.add(
        paint.bold(service.id())
            + " "
            + paint.bad("cannot run so")
            + (problems.size() == 1 ? ":" : ", " + problems.size() + " things are in the way:"));
    for (Problem problem : problems) {
      lines.addAll(Wrapped.labelled("  fail", problem.what(), 8));
      if (!problem.evidence().isEmpty()) {
        lines.addAll(Wrapped.labelled("        seen:", problem.evidence(), 16));
      }
      if (!problem.remedy().isEmpty()) {
        lines.addAll(RemedyText.of(problem.remedy(), 8));
      }
    }
    if (service.on(Backend.CPU).isPresent()
        && problems.stream().anyMatch(each -> each.kind() == Problem.Kind.UNAVAILABLE)) {
      lines.add("");
      lines.add("On the CPU meanwhile: hearth plan " + service.id() + " --backend cpu");
    }
    return List.copyOf(lines);
  }
}
