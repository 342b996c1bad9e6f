package dev.hearth.planning.plan;

import dev.hearth.machine.Problem;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.planning.Backend;
import dev.hearth.planning.fit.Needs;
import dev.hearth.planning.fit.ServiceModels;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The limit on a service's memory, against what its models take. */
final class MemoryChoice {
  private static final double GIBIBYTE = 1L << 30;

  private MemoryChoice() {}

  /** What the models it loads by default take, where they are known. */
  private static Optional<Long> need(Situation here) {
    return ServiceModels.of(here.question().service().id())
            instanceof Reading.Known<ServiceModels>(ServiceModels models)
        ? Optional.of(Needs.of(models, here.backend()).knownBytes())
        : Optional.empty();
  }

  static Choice choice(Situation here) {
    String takes = need(here).map(bytes -> "its usual models take about " + said(bytes)).orElse("");
    return here.wish()
        .memoryBytes()
        .map(limit ->
            new Choice(
                "memory",
                said(limit),
                "you asked for it" + (takes.isEmpty() ? "" : "; " + takes),
                ""))
        .orElseGet(() ->
            new Choice(
                "memory",
                "no limit",
                takes.isEmpty() ? "what its models take is not known" : takes,
                "--memory SIZE"));
  }

  /** Where models lie in RAM, a limit below them ends the service. */
  static List<Problem> problems(Situation here) {
    Optional<Long> limit = here.wish().memoryBytes();
    Optional<Long> need = need(here);
    boolean inRam =
        here.backend() == Backend.CPU || here.accelerators().stream().anyMatch(Ranking::integrated);
    if (limit.isEmpty() || need.isEmpty() || !inRam || limit.get() >= need.get()) {
      return List.of();
    }
    return List.of(
        new Problem(
            Problem.Kind.UNPROCESSABLE,
            "a limit of " + said(limit.get()) + " is less than its usual models take",
            "about " + said(need.get()) + ": hearth fit " + here.question().service().id(),
            "--memory " + (long) Math.ceil(need.get() / GIBIBYTE) + "GiB, or more"));
  }

  /** Where they do not fit what the machine has. */
  static Optional<String> advice(Situation here) {
    Optional<Long> need = need(here);
    Optional<Long> room = room(here);
    return need.isPresent() && room.isPresent() && need.get() > room.get()
        ? Optional.of(
            "Its usual models take about "
                + said(need.get())
                + ", and there is room for "
                + said(room.get())
                + ": hearth fit "
                + here.question().service().id()
                + " tells more")
        : Optional.empty();
  }

  private static Optional<Long> room(Situation here) {
    if (here.accelerators().isEmpty()) {
      return here.host().memory().total().asOptional();
    }
    Accelerator first = here.accelerators().getFirst();
    return first
        .memory()
        .dedicated()
        .asOptional()
        .map(own -> own + (Ranking.discrete(first) ? 0 : first.memory().shared().orElse(0L)));
  }

  private static String said(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / GIBIBYTE);
  }
}
