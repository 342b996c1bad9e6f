package dev.hearth.cli;

import dev.hearth.cli.report.BackendLine;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.doctor.Usability;
import java.util.List;

/** The backends of an accelerator, as the doctor's rules judge them. */
final class Backends {
  private Backends() {}

  static List<BackendLine> of(Survey survey, Accelerator accelerator) {
    return Usability.of(survey, accelerator).entrySet().stream()
        .map(each ->
            new BackendLine(
                each.getKey().key(),
                each.getValue().usable(),
                each.getValue().because(),
                each.getValue().remedy()))
        .toList();
  }
}
