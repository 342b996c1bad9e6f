package dev.hearth.cli;

import dev.hearth.cli.report.Verified;
import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.manager.State;
import dev.hearth.evidence.service.Expected;
import dev.hearth.evidence.service.ModelCache;
import dev.hearth.evidence.service.Running;
import dev.hearth.evidence.service.ServiceLog;
import dev.hearth.evidence.service.Work;
import dev.hearth.evidence.verdict.Verdict;
import dev.hearth.evidence.verification.Case;
import dev.hearth.evidence.verification.Timing;
import dev.hearth.evidence.verification.Verification;
import dev.hearth.evidence.verification.WouldProve;
import dev.hearth.evidence.workload.HearthModels;
import dev.hearth.evidence.workload.ServiceHttp;
import dev.hearth.evidence.workload.Workload;
import dev.hearth.machine.Machine;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.inside.Inside;
import dev.hearth.machine.inside.InsideLook;
import dev.hearth.machine.nvml.NvmlUsage;
import dev.hearth.machine.usage.ServiceStart;
import dev.hearth.planning.Backend;
import dev.hearth.planning.gfx.OverrideValue;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Verifies services that run here, says on the way what it does, and keeps the verdicts.
 *
 * @param machines gives views of this machine that remember nothing
 * @param accelerators of this machine
 * @param nvml how NVIDIA's driver is asked
 */
record Verifier(
    Terminal terminal,
    Places places,
    Supplier<Machine> machines,
    List<Accelerator> accelerators,
    NvmlUsage nvml) {
  private static final Duration FIRST_ANSWER = Duration.ofMinutes(5);

  Verifier {
    accelerators = List.copyOf(accelerators);
  }

  /**
   * Verifies a service that runs already.
   *
   * @param where who runs it, for people
   * @param inside whether to look through its eyes, too
   */
  Verified verify(Running running, Manager manager, String where, boolean inside) {
    Instant began = Instant.now();
    Optional<Verdict> down = down(manager);
    Expected expected =
        Expected.of(
            Expected.Built.of(running.service(), running.image()),
            down.isPresent() ? Optional.empty() : told(running, manager),
            accelerators,
            nodes -> inside(manager, nodes));
    Verdict verdict = down.orElseGet(() -> examine(running, expected, manager));
    String id = running.service().id();
    Verified verified =
        new Verified(
            id,
            running.name(),
            where,
            running.image(),
            expected.backend(),
            expected.accelerators().stream().map(Accelerator::id).toList(),
            verdict,
            down.isPresent()
                ? Optional.of("starting it: " + manager.words().restart())
                : WouldProve.of(verdict, "hearth verify " + id, where.startsWith("quadlet")),
            began,
            Duration.between(began, Instant.now()),
            inside ? Optional.of(look(running)) : Optional.empty());
    new VerdictStore(places).record(verified.recorded());
    return verified;
  }

  /** Looks at a service once, with the work it can be given. */
  Verdict examine(Running running, Expected expected, Manager manager) {
    return examine(running, expected, manager, since(running));
  }

  /**
   * The same, of a service that was started at a time that is known.
   *
   * @param since older lines of its log are another's
   */
  Verdict examine(Running running, Expected expected, Manager manager, Instant since) {
    try (ServiceHttp http = http(running)) {
      Machine machine = machines.get();
      Work work =
          new Work(
              running.environment(),
              new ModelCache(running, manager, machine)::names,
              Instant.now().toString());
      Reading<Workload> workload = work.of(running.service().id(), http);
      Baselines baselines = new Baselines(places, running.service().id());
      Case asked =
          new Case(
              running.service().id(),
              expected.backend(),
              expected.accelerators(),
              expected.setup(),
              running.marks(),
              workload,
              ServiceLog.rules(running.service(), expected.backend(), running.image()),
              since,
              baselines.of(workload),
              Timing.usual(FIRST_ANSWER));
      Verification.Examined examined =
          new Verification(machines, nvml, http, System::nanoTime)
              .examine(asked, manager, stage -> say(running.service().id(), stage.title()));
      if (expected.backend() == Backend.CPU) {
        baselines.record(workload, examined.done());
      }
      return examined.verdict();
    }
  }

  private void say(String service, String what) {
    terminal.err().println("  … " + service + ": " + what);
    terminal.err().flush();
  }

  private static Optional<Verdict> down(Manager manager) {
    try {
      State state = manager.state();
      return state.phase() == State.Phase.RUNNING
          ? Optional.empty()
          : Optional.of(unproven("it does not run: " + state.detail()));
    } catch (ProblemException refused) {
      return Optional.of(
          unproven("nobody can say whether it runs: " + refused.problem().sentence()));
    }
  }

  private static Verdict unproven(String because) {
    return new Verdict(Verdict.Outcome.UNPROVEN, because, List.of());
  }

  /** The backend that it says it uses: Hearth's engine by its API, Ollama by its log. */
  private Optional<Backend> told(Running running, Manager manager) {
    if (running.service().id().equals("hearth")) {
      try (ServiceHttp http = http(running)) {
        return HearthModels.backend(http);
      }
    }
    try {
      return ServiceLog.backend(manager.log(since(running)));
    } catch (ProblemException _) {
      return Optional.empty();
    }
  }

  private static ServiceHttp http(Running running) {
    return new ServiceHttp(running.address().host(), running.address().port());
  }

  /** Where nobody tells, no line counts: an older one would speak of another start. */
  private Instant since(Running running) {
    Machine machine = machines.get();
    return running
        .marks()
        .apply(machine)
        .flatMap(marks -> ServiceStart.of(machine, marks))
        .asOptional()
        .orElseGet(Instant::now);
  }

  private static Reading<Set<String>> inside(Manager manager, List<String> nodes) {
    try {
      return Reading.known(new HashSet<>(manager.devicesInside(nodes)));
    } catch (ProblemException failed) {
      return Reading.unknown(failed.problem().sentence());
    }
  }

  private Reading<Inside> look(Running running) {
    Machine machine = machines.get();
    return running
        .marks()
        .apply(machine)
        .flatMap(marks -> new InsideLook(machine, accelerators, takenFor(running)).of(marks));
  }

  private static Optional<String> takenFor(Running running) {
    return Optional.ofNullable(running.environment().get("HSA_OVERRIDE_GFX_VERSION"))
        .flatMap(OverrideValue::parse)
        .map(OverrideValue::target);
  }
}
