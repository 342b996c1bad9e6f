package dev.hearth.cli;

import dev.hearth.cli.choice.DeviceChoice;
import dev.hearth.cli.choice.Offers;
import dev.hearth.cli.choice.Wishes;
import dev.hearth.cli.report.Sizes;
import dev.hearth.inference.device.Provider;
import dev.hearth.inference.runtime.VulkanAdapter;
import dev.hearth.inference.runtimes.InstalledRuntime;
import dev.hearth.inference.runtimes.RuntimeState;
import dev.hearth.inference.runtimes.RuntimeStore;
import dev.hearth.inference.store.Progress;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.survey.Survey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What computes: looks at the machine, decides, and installs the runtime where a person agrees. */
final class Acceleration {
  private final Terminal terminal;
  private final MachineView machine;
  private final Supplier<RuntimeStore> runtimes;

  /**
   * @param runtimes opened only where a GPU may compute
   */
  Acceleration(Terminal terminal, MachineView machine, Supplier<RuntimeStore> runtimes) {
    this.terminal = terminal;
    this.machine = machine;
    this.runtimes = runtimes;
  }

  /**
   * What computes, decided.
   *
   * @param chosen which devices, and the adapter to show
   * @param runtime to load; empty for the one that is built in
   */
  record Decided(DeviceChoice.Chosen chosen, Optional<InstalledRuntime> runtime) {}

  /**
   * Decides.
   *
   * @param agreed whether a runtime may be installed unasked: {@code --yes}
   * @throws ProblemException when what was asked for cannot be had
   */
  Decided decide(Wishes wishes, boolean agreed, Progress progress) {
    if (wishes.onlyCpu()) {
      return new Decided(DeviceChoice.CPU, Optional.empty());
    }
    return switch (DeviceChoice.of(wishes, offers(wishes))) {
      case DeviceChoice.Chosen chosen -> installed(chosen);
      case DeviceChoice.NeedsRuntime needed -> install(needed, agreed, progress);
      case DeviceChoice.Refused(Problem problem) -> throw new ProblemException(problem);
    };
  }

  private Decided installed(DeviceChoice.Chosen chosen) {
    if (chosen.provider() == Provider.CPU) {
      return new Decided(chosen, Optional.empty());
    }
    return new Decided(
        chosen,
        Optional.of(
            runtimes
                .get()
                .find(chosen.provider())
                .orElseThrow(() ->
                    new ProblemException(
                        Problem.Kind.UNAVAILABLE,
                        "The " + chosen.provider().label() + " runtime was removed meanwhile",
                        "hearth runtimes install " + chosen.provider().key()))));
  }

  private Decided install(DeviceChoice.NeedsRuntime needed, boolean agreed, Progress progress) {
    RuntimeState state = state(needed.provider());
    if (state instanceof RuntimeState.Installable offered && (agreed || agrees(offered))) {
      InstalledRuntime runtime =
          runtimes.get().install(needed.provider(), Optional.empty(), progress);
      return new Decided(needed.then(), Optional.of(runtime));
    }
    return new Decided(
        needed.otherwise().orElseThrow(() -> new ProblemException(refusal(needed, state))),
        Optional.empty());
  }

  private RuntimeState state(Provider provider) {
    return runtimes.get().states(false).stream()
        .filter(state -> state.provider() == provider)
        .findFirst()
        .orElseThrow();
  }

  /** Where it cannot be installed as it is, that is what stands in the way. */
  private static Problem refusal(DeviceChoice.NeedsRuntime needed, RuntimeState state) {
    Problem missing = needed.refusal();
    return state instanceof RuntimeState.Absent(_, Problem why)
        ? new Problem(
            missing.kind(),
            missing.what(),
            missing.evidence()
                + "; "
                + why.what()
                + (why.evidence().isEmpty() ? "" : " (" + why.evidence() + ")"),
            why.remedy())
        : missing;
  }

  private boolean agrees(RuntimeState.Installable offered) {
    String question =
        String.format(
            Locale.ROOT,
            "Install the %s runtime (fetches %s by %s, keeps %s)? [Y/n] ",
            offered.provider().label(),
            Sizes.decimal(offered.fetched()),
            offered.origin().split(" ", 2)[0],
            Sizes.decimal(offered.kept()));
    return terminal
        .ask(question)
        .map(answer -> answer.strip().toLowerCase(Locale.ROOT))
        .filter(answer -> answer.isEmpty() || "yes".startsWith(answer))
        .isPresent();
  }

  /** The machine is looked at, and its drivers are loaded, only where something hangs on it. */
  private Offers offers(Wishes wishes) {
    Survey survey = machine.survey();
    String architecture = machine.architecture();
    if (!hasGpu(survey) && !wishes.insists()) {
      return new Offers(survey, List.of(), Optional.empty(), Set.of(), architecture);
    }
    List<VulkanAdapter> adapters = List.of();
    Optional<Problem> trouble = Optional.empty();
    if (wishes.namesVulkan() || wishes.leavesOpen()) {
      try {
        adapters = machine.adapters();
      } catch (ProblemException refused) {
        trouble = Optional.of(refused.problem());
      }
    }
    Set<Provider> installed =
        runtimes.get().list().stream()
            .map(InstalledRuntime::provider)
            .collect(Collectors.toUnmodifiableSet());
    return new Offers(survey, adapters, trouble, installed, architecture);
  }

  private static boolean hasGpu(Survey survey) {
    return survey.accelerators().stream().anyMatch(each -> each.kind() == Accelerator.Kind.GPU);
  }
}
