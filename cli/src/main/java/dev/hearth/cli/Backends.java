package dev.hearth.cli;

import dev.hearth.cli.report.BackendLine;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.Backend;
import dev.hearth.planning.doctor.Usability;
import java.util.List;
import java.util.Optional;

/** The backends of an accelerator, as the doctor's rules judge them. */
final class Backends {
  private Backends() {}

  static List<BackendLine> of(Survey survey, Accelerator accelerator) {
    return Usability.of(survey, accelerator).entrySet().stream()
        .flatMap(each -> line(each.getKey(), each.getValue()).stream())
        .toList();
  }

  /** Backends for other makers' accelerators are no news of this one. */
  private static Optional<BackendLine> line(Backend backend, Usability.Answer answer) {
    return switch (answer) {
      case Usability.Usable(String text, String remedy, _) ->
          Optional.of(new BackendLine(backend.key(), true, text.equals("yes") ? "" : text, remedy));
      case Usability.NotUsable(String text, String remedy, _) ->
          Optional.of(new BackendLine(backend.key(), false, text, remedy));
      case Usability.Foreign _ -> Optional.empty();
    };
  }
}
