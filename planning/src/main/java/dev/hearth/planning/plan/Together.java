package dev.hearth.planning.plan;

import dev.hearth.machine.Problem;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.planning.plan.Ranking.Spot;
import dev.hearth.planning.service.Several;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How many of the accelerators that a service could use with one backend it does use.
 *
 * @param accelerators those
 * @param left those that it could use, too
 * @param problem why it cannot be had as it was asked for
 */
record Together(List<Accelerator> accelerators, List<Accelerator> left, Optional<Problem> problem) {

  static Together of(Question question, Spot best, List<Accelerator> same) {
    Optional<Several> several =
        question.operation().several().filter(it -> it.backends().contains(best.backend()));
    boolean asked = question.wish().accelerators().size() > 1;
    if (same.size() == 1) {
      return new Together(same, List.of(), Optional.empty());
    }
    if (asked) {
      return several.isPresent()
          ? new Together(inOrder(question, same), List.of(), Optional.empty())
          : new Together(List.of(), List.of(), Optional.of(one(question, best, same)));
    }
    if (several.filter(it -> it.ids().isEmpty()).isPresent()) {
      List<Accelerator> alike =
          same.stream()
              .filter(each -> Ranking.discrete(each) == Ranking.discrete(best.accelerator()))
              .toList();
      return new Together(inOrder(question, alike), without(same, alike), Optional.empty());
    }
    List<Accelerator> first = List.of(best.accelerator());
    return new Together(first, without(same, first), Optional.empty());
  }

  private static List<Accelerator> inOrder(Question question, List<Accelerator> taken) {
    return question.survey().accelerators().stream().filter(taken::contains).toList();
  }

  private static List<Accelerator> without(List<Accelerator> all, List<Accelerator> taken) {
    return all.stream().filter(each -> !taken.contains(each)).toList();
  }

  private static Problem one(Question question, Spot best, List<Accelerator> same) {
    return new Problem(
        Problem.Kind.UNPROCESSABLE,
        question.service().title()
            + " uses one accelerator with "
            + best.backend().label()
            + ", as far as is known",
        same.stream().map(Accelerator::id).collect(Collectors.joining(", ")),
        "Run one container for each: --accelerator "
            + same.getLast().id()
            + " --name "
            + question.operation().name()
            + "-2 --port PORT");
  }
}
