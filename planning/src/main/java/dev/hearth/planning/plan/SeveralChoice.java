package dev.hearth.planning.plan;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.planning.doctor.Doctor;
import dev.hearth.planning.doctor.Examination;
import dev.hearth.planning.service.Several;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is said where a service could use several accelerators. */
final class SeveralChoice {
  private SeveralChoice() {}

  /** The variables that make a service use all that it is given. */
  static List<Variable> variables(Situation here) {
    Optional<Several> several = here.question().operation().several();
    int count = here.accelerators().size();
    List<Variable> variables = new ArrayList<>();
    if (count < 2 || several.isEmpty()) {
      return variables;
    }
    String numbers =
        IntStream.range(0, count).mapToObj(String::valueOf).collect(Collectors.joining(","));
    several
        .get()
        .ids()
        .ifPresent(name ->
            variables.add(new Variable(name, numbers, "the accelerators, as the service counts")));
    several
        .get()
        .workers()
        .ifPresent(name ->
            variables.add(new Variable(name, String.valueOf(count), "one for each accelerator")));
    return variables;
  }

  /** What to do with the accelerators that are left. */
  static Optional<String> advice(Situation here) {
    if (here.accelerators().size() != 1 || !here.container()) {
      return Optional.empty();
    }
    Accelerator used = here.accelerators().getFirst();
    return Doctor.examine(here.survey(), here.question().service()).ready().stream()
        .filter(place -> place.backend() == here.backend())
        .map(Examination.Place::acceleratorId)
        .filter(id -> !id.equals(used.id()))
        .findFirst()
        .flatMap(here.survey()::accelerator)
        .filter(other -> Ranking.discrete(other) == Ranking.discrete(used))
        .map(other ->
            "For "
                + Ranking.named(other)
                + " ["
                + other.id()
                + "] too, run a container of its own, since a worker that ends is reborn on any of"
                + " them: --accelerator "
                + other.id()
                + " --name "
                + here.question().operation().name()
                + "-2 --port PORT");
  }
}
