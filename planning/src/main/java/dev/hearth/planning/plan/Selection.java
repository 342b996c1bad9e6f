package dev.hearth.planning.plan;

import dev.hearth.machine.Problem;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.doctor.Doctor;
import dev.hearth.planning.doctor.Examination;
import dev.hearth.planning.plan.Ranking.Spot;
import java.util.List;
import java.util.Optional;

/** Which backend, on what, and who runs it. */
sealed interface Selection {
  /** These. */
  record Chosen(
      Backend backend, List<Accelerator> accelerators, Supervisor supervisor, List<Choice> choices)
      implements Selection {}

  /** Nothing will do. */
  record None(List<Problem> problems) implements Selection {}

  static Selection of(Question question) {
    return new Selector(question).select();
  }

  /** Chooses. */
  final class Selector {
    /** Who is preferred where nobody runs the service yet. */
    private static final List<Supervisor> ORDER =
        List.of(
            Supervisor.QUADLET,
            Supervisor.COMPOSE,
            Supervisor.SYSTEMD,
            Supervisor.KUBERNETES,
            Supervisor.EMBEDDED);

    private final Question question;
    private final Wish wish;
    private final Examination examination;
    private final List<Supervisor> able;

    private Selector(Question question) {
      this.question = question;
      this.wish = question.wish();
      this.examination = Doctor.examine(question.survey(), question.service());
      this.able = Doctor.runners(question.survey(), question.service());
    }

    Selection select() {
      if (wish.backend().filter(Backend.CPU::equals).isPresent()) {
        return processor("you asked for it");
      }
      List<Problem> unknown = AcceleratorWish.problems(question.survey(), wish.accelerators());
      if (!unknown.isEmpty()) {
        return new None(unknown);
      }
      for (Supervisor supervisor : supervisors()) {
        List<Spot> spots = Ranking.best(spots(supervisor));
        if (!spots.isEmpty()) {
          return accelerated(supervisor, spots);
        }
      }
      return otherwise();
    }

    /** Those that come into question, the preferred first. */
    private List<Supervisor> supervisors() {
      return wish.supervisor()
          .or(() -> question.present().map(Present::supervisor))
          .map(List::of)
          .orElse(ORDER);
    }

    private List<Spot> spots(Supervisor supervisor) {
      return examination.ready().stream()
          .filter(place -> place.supervisors().contains(supervisor))
          .filter(place -> wish.backend().isEmpty() || wish.backend().get() == place.backend())
          .flatMap(place ->
              question.survey().accelerator(place.acceleratorId()).stream()
                  .map(accelerator -> new Spot(place, accelerator)))
          .filter(spot -> AcceleratorWish.admits(wish.accelerators(), spot.accelerator()))
          .toList();
    }

    private Selection accelerated(Supervisor supervisor, List<Spot> spots) {
      Spot best = spots.getFirst();
      List<Accelerator> same =
          spots.stream()
              .filter(spot -> spot.backend() == best.backend())
              .map(Spot::accelerator)
              .toList();
      Together together = Together.of(question, best, same);
      return together.problem().isPresent()
          ? new None(List.of(together.problem().get()))
          : new Chosen(
              best.backend(),
              together.accelerators(),
              supervisor,
              Reasons.accelerated(question, supervisor, spots, together));
    }

    /** No accelerator can be used as things are. */
    private Selection otherwise() {
      boolean asked = wish.backend().isPresent() || !wish.accelerators().isEmpty();
      Obstacles obstacles = new Obstacles(question, examination);
      if (asked || question.service().on(Backend.CPU).isEmpty()) {
        return new None(obstacles.all());
      }
      return obstacles.curable().isEmpty()
          ? processor(obstacles.none())
          : new None(obstacles.curable());
    }

    private Selection processor(String reason) {
      Optional<Supervisor> supervisor = onProcessor();
      return supervisor.isEmpty()
          ? new None(new Obstacles(question, examination).ofRunners())
          : new Chosen(
              Backend.CPU,
              List.of(),
              supervisor.get(),
              Reasons.processor(question, supervisor.get(), reason));
    }

    /** What runs it now can do so on the CPU, whatever else is the matter. */
    private Optional<Supervisor> onProcessor() {
      Optional<Supervisor> now = question.present().map(Present::supervisor);
      if (wish.supervisor().isPresent()) {
        return wish.supervisor()
            .filter(asked -> able.contains(asked) || now.filter(asked::equals).isPresent());
      }
      return now.or(() -> ORDER.stream().filter(able::contains).findFirst());
    }
  }
}
