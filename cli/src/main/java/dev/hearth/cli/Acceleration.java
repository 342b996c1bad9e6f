package dev.hearth.cli;

import dev.hearth.cli.choice.DeviceChoice;
import dev.hearth.cli.choice.Offers;
import dev.hearth.cli.choice.Wishes;
import dev.hearth.inference.device.Provider;
import dev.hearth.inference.runtime.VulkanAdapter;
import dev.hearth.inference.runtimes.InstalledRuntime;
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
import java.util.stream.Collectors;

/** What computes: looks at the machine, decides, and installs the runtime where a person agrees. */
final class Acceleration {
  private final Terminal terminal;
  private final Surroundings surroundings;
  private final RuntimeStore runtimes;

  Acceleration(Terminal terminal, Surroundings surroundings, RuntimeStore runtimes) {
    this.terminal = terminal;
    this.surroundings = surroundings;
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
                .find(chosen.provider())
                .orElseThrow(() ->
                    new ProblemException(
                        Problem.Kind.UNAVAILABLE,
                        "The " + chosen.provider().label() + " runtime was removed meanwhile",
                        "hearth runtimes install " + chosen.provider().key()))));
  }

  private Decided install(DeviceChoice.NeedsRuntime needed, boolean agreed, Progress progress) {
    boolean fetched = needed.provider() == Provider.VULKAN || needed.provider() == Provider.CUDA;
    if (fetched && (agreed || agrees(needed.provider()))) {
      InstalledRuntime runtime = runtimes.install(needed.provider(), Optional.empty(), progress);
      return new Decided(needed.then(), Optional.of(runtime));
    }
    return new Decided(
        needed.otherwise().orElseThrow(() -> new ProblemException(needed.refusal())),
        Optional.empty());
  }

  private boolean agrees(Provider provider) {
    String from =
        switch (provider) {
          case VULKAN -> "45 MB by npm";
          default -> "by Maven";
        };
    return terminal
        .ask("Install the " + provider.label() + " runtime (" + from + ")? [Y/n] ")
        .map(answer -> answer.strip().toLowerCase(Locale.ROOT))
        .filter(answer -> answer.isEmpty() || "yes".startsWith(answer))
        .isPresent();
  }

  /** The machine is looked at, and its drivers are loaded, only where something hangs on it. */
  private Offers offers(Wishes wishes) {
    Survey survey = surroundings.survey();
    List<VulkanAdapter> adapters = List.of();
    Optional<Problem> trouble = Optional.empty();
    if (wishes.namesVulkan() || (wishes.leavesOpen() && hasGpu(survey))) {
      try {
        adapters = surroundings.adapters();
      } catch (ProblemException refused) {
        trouble = Optional.of(refused.problem());
      }
    }
    Set<Provider> installed =
        runtimes.list().stream()
            .map(InstalledRuntime::provider)
            .collect(Collectors.toUnmodifiableSet());
    return new Offers(survey, adapters, trouble, installed, surroundings.architecture());
  }

  private static boolean hasGpu(Survey survey) {
    return survey.accelerators().stream().anyMatch(each -> each.kind() == Accelerator.Kind.GPU);
  }
}
