package dev.hearth.planning.plan;

import dev.hearth.machine.Problem;
import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.service.Operation;
import dev.hearth.planning.service.ServiceDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Chooses how a service runs on a machine, with the reason for every choice. */
public final class Planner {
  private Planner() {}

  /**
   * Plans one service.
   *
   * @param survey the machine
   * @param service the service
   * @param present how it runs now; empty where it does not
   * @param wish what a person asks for
   */
  public static Planned plan(
      Survey survey, ServiceDescription service, Optional<Present> present, Wish wish) {
    Optional<Operation> operation = service.operation();
    if (operation.isEmpty()) {
      return new Planned.Refused(List.of(Obstacles.undescribed(service)));
    }
    List<Problem> wrong = WishCheck.problems(service, wish);
    if (!wrong.isEmpty()) {
      return new Planned.Refused(wrong);
    }
    Release release = Release.of(service, operation.get(), present, wish);
    Question question =
        new Question(survey, release.described(service), operation.get(), present, wish);
    return switch (Selection.of(question)) {
      case Selection.None(List<Problem> problems) -> new Planned.Refused(problems);
      case Selection.Chosen chosen -> plan(question, release, chosen);
    };
  }

  private static Planned plan(Question question, Release release, Selection.Chosen chosen) {
    Situation here = Situation.of(question, chosen);
    List<Problem> problems = new ArrayList<>(release.bad(question, here.backend()));
    problems.addAll(MemoryChoice.problems(here));
    if (!problems.isEmpty()) {
      return new Planned.Refused(problems);
    }
    return new Planned.Possible(PlanBuilder.build(here, release, chosen.choices()));
  }
}
