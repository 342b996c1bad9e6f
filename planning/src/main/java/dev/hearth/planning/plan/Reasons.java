package dev.hearth.planning.plan;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Ranking.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why backend, accelerator and supervisor were chosen. */
final class Reasons {
  private static final String ASKED = "you asked for it";

  private Reasons() {}

  static List<Choice> accelerated(
      Question question, Supervisor supervisor, List<Spot> spots, Together together) {
    Spot best = spots.getFirst();
    List<Choice> choices = new ArrayList<>();
    choices.add(
        new Choice(
            "backend",
            best.backend().label(),
            question.wish().backend().isPresent() ? ASKED : backend(best, spots),
            "--backend " + other(best, spots)));
    choices.add(
        new Choice(
            "accelerator",
            together.accelerators().stream().map(Ranking::named).collect(Collectors.joining(", ")),
            question.wish().accelerators().isEmpty() ? accelerator(best, spots, together) : ASKED,
            otherAccelerator(best, spots, together)));
    choices.add(supervisor(question, supervisor));
    return choices;
  }

  static List<Choice> processor(Question question, Supervisor supervisor, String reason) {
    boolean other =
        question.wish().backend().isPresent() && question.service().backends().size() > 1;
    return List.of(
        new Choice("backend", Backend.CPU.label(), reason, other ? "without --backend" : ""),
        supervisor(question, supervisor));
  }

  private static String backend(Spot best, List<Spot> spots) {
    boolean vulkan =
        spots.stream()
            .anyMatch(spot ->
                spot.backend() == Backend.VULKAN && spot.accelerator().equals(best.accelerator()));
    if (best.backend() == Backend.VULKAN) {
      return "the only one that can use " + best.name() + " here";
    }
    return vulkan
        ? "made for " + best.accelerator().vendor().label() + ", so before Vulkan"
        : "made for " + best.accelerator().vendor().label() + ", and all it needs is here";
  }

  /** The next best, else the CPU. */
  private static String other(Spot best, List<Spot> spots) {
    return spots.stream()
        .map(Spot::backend)
        .filter(each -> each != best.backend())
        .findFirst()
        .orElse(Backend.CPU)
        .key();
  }

  private static String accelerator(Spot best, List<Spot> spots, Together together) {
    List<Spot> others =
        spots.stream()
            .filter(spot -> !together.accelerators().contains(spot.accelerator()))
            .toList();
    if (together.accelerators().size() > 1) {
      return "the service shares its work among all it sees";
    }
    if (others.isEmpty()) {
      return "the only one that can be used";
    }
    Spot other = others.getFirst();
    if (Ranking.discrete(best.accelerator()) && !Ranking.discrete(other.accelerator())) {
      return "discrete, so before " + other.name();
    }
    return best.backend() == other.backend()
        ? "the first of " + (together.left().size() + 1) + " that can be used"
        : "its backend is the surest, before " + other.name() + " with " + other.backend().label();
  }

  private static String otherAccelerator(Spot best, List<Spot> spots, Together together) {
    Optional<Accelerator> other =
        spots.stream()
            .map(Spot::accelerator)
            .filter(each -> !together.accelerators().contains(each))
            .filter(each -> !each.equals(best.accelerator()))
            .findFirst();
    return other.map(each -> "--accelerator " + each.id()).orElse("");
  }

  private static Choice supervisor(Question question, Supervisor supervisor) {
    String others =
        question.service().supervisors().stream()
            .filter(each -> each != supervisor)
            .sorted()
            .map(Supervisor::key)
            .collect(Collectors.joining("|"));
    String otherwise = others.isEmpty() ? "" : "--manager " + others;
    return new Choice("manager", supervisor.key(), manager(question, supervisor), otherwise);
  }

  private static String manager(Question question, Supervisor supervisor) {
    if (question.wish().supervisor().isPresent()) {
      return ASKED;
    }
    if (question.present().isPresent()) {
      return "it runs the service now";
    }
    return switch (supervisor) {
      case QUADLET -> "Podman and systemd are here, and need no root";
      case COMPOSE -> "Docker and Compose are here";
      case SYSTEMD -> "systemd runs this machine, and no container engine can be used";
      case KUBERNETES -> "a Kubernetes is here, and nothing else can run the service";
      case EMBEDDED -> "Hearth runs it itself";
    };
  }
}
