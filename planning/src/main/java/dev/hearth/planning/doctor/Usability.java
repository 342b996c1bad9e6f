package dev.hearth.planning.doctor;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.Backend;
import dev.hearth.planning.remedy.Remedies;
import dev.hearth.planning.service.BackendSupport;
import dev.hearth.planning.service.ServiceCatalog;
import dev.hearth.planning.service.ServiceDescription;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an accelerator can be used for, whatever the program: drawn from the doctor's findings. */
public final class Usability {
  private Usability() {}

  /** The answer for one backend. */
  public sealed interface Answer {
    /** A word or a sentence for people. */
    String text();
  }

  /**
   * It can be used.
   *
   * @param text "yes", or what to mind
   * @param remedy what to type about what is to be minded; empty where nothing is
   * @param findings all that was asked
   */
  public record Usable(String text, String remedy, List<Finding> findings) implements Answer {
    public Usable {
      findings = List.copyOf(findings);
    }
  }

  /**
   * It cannot be used now.
   *
   * @param text why not
   * @param remedy what to type; empty where nothing helps
   * @param findings all that was asked
   */
  public record NotUsable(String text, String remedy, List<Finding> findings) implements Answer {
    public NotUsable {
      findings = List.copyOf(findings);
    }
  }

  /** The backend is for other accelerators. */
  public record Foreign(String text) implements Answer {}

  /** Every backend but the CPU, usable or why not. */
  public static Map<Backend, Answer> of(Survey survey, Accelerator accelerator) {
    Map<Backend, Answer> answers = new EnumMap<>(Backend.class);
    for (BackendRules rules : Rules.BACKENDS) {
      answers.put(
          rules.backend(),
          rules
              .foreign(accelerator)
              .<Answer>map(Foreign::new)
              .orElseGet(() -> answer(survey, rules, accelerator)));
    }
    return answers;
  }

  private static Answer answer(Survey survey, BackendRules rules, Accelerator accelerator) {
    ServiceDescription any = ServiceCatalog.load().anyProgram();
    BackendSupport support = any.on(rules.backend()).orElseThrow();
    Case examined = new Case(survey, any, support, Remedies.on(survey.host()), Optional.empty());
    List<Finding> findings = rules.examine(examined, accelerator);
    List<Finding> failed = of(findings, Status.FAIL);
    Optional<Finding> hopeless = failed.stream().filter(ServiceExamination::hopeless).findFirst();
    if (hopeless.isPresent()) {
      return new NotUsable(hopeless.get().what(), hopeless.get().remedy(), findings);
    }
    if (!failed.isEmpty()) {
      return new NotUsable(failed.getFirst().what(), remedies(failed), findings);
    }
    List<Finding> minded = of(findings, Status.WARN);
    String text = minded.stream().map(Finding::what).findFirst().orElse("yes");
    return new Usable(text, remedies(minded), findings);
  }

  /** All that is to be typed; what follows the first is a comment to the shell. */
  private static String remedies(List<Finding> findings) {
    return findings.stream()
        .map(Finding::remedy)
        .filter(remedy -> !remedy.isEmpty())
        .distinct()
        .collect(Collectors.joining("  # and: "));
  }

  private static List<Finding> of(List<Finding> findings, Status status) {
    return findings.stream().filter(finding -> finding.status() == status).toList();
  }
}
