package dev.hearth.cli;

import dev.hearth.cli.report.Paint;
import dev.hearth.cli.report.RecordedVerdict;
import dev.hearth.cli.report.VerifyText;
import dev.hearth.cli.report.Wrapped;
import dev.hearth.deployment.Preparation;
import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.manager.Target;
import dev.hearth.deployment.transaction.Undertaking;
import dev.hearth.evidence.service.Expected;
import dev.hearth.evidence.service.Running;
import dev.hearth.evidence.verdict.Verdict;
import dev.hearth.evidence.verification.Doubt;
import dev.hearth.evidence.verification.Verification;
import dev.hearth.evidence.verification.WouldProve;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Present;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The verification of a deployment, asked after device nodes and log. A service that is seen to
 * compute on the CPU is trouble; one of which nobody can see where it computes is kept, and said to
 * be unproven (docs/adr/0013).
 */
final class DeploymentProof {
  private final VerdictStore store;
  private final Plan plan;
  private final Examination examination;
  private Optional<Verdict> verdict = Optional.empty();

  /**
   * A proof of one plan.
   *
   * @param store keeps the verdict
   */
  DeploymentProof(VerdictStore store, Plan plan, Examination examination) {
    this.store = store;
    this.plan = plan;
    this.examination = examination;
  }

  /** Watches a service work. */
  @FunctionalInterface
  interface Examination {
    Verdict of(Target target, Manager manager);
  }

  /**
   * The proof on this machine.
   *
   * @param since when the new service was started: lines of the old one do not count
   */
  static DeploymentProof of(Places places, Keeper keeper, Move move, Supplier<Instant> since) {
    return new DeploymentProof(
        new VerdictStore(places),
        move.plan(),
        (target, manager) ->
            keeper
                .verifier(places)
                .examine(
                    running(keeper, move, target),
                    Expected.of(move.plan(), keeper.survey().accelerators()),
                    manager,
                    since.get()));
  }

  /**
   * What is deployed.
   *
   * @param from what runs the service until then
   */
  record Move(Plan plan, Optional<Present> from) {
    /** What the new service is told: what its files said before, and what the plan says. */
    Map<String, String> environment() {
      Map<String, String> environment =
          new HashMap<>(from.map(Present::environment).orElse(Map.of()));
      plan.environment().forEach(each -> environment.put(each.name(), each.value()));
      return environment;
    }
  }

  private static Running running(Keeper keeper, Move move, Target target) {
    Plan plan = move.plan();
    return new Running(
        plan.service(),
        plan.name(),
        plan.image(),
        move.environment(),
        RunningServices.address(plan.service(), Preparation.probe(plan)),
        new RunningServices(keeper).marks(target));
  }

  /** The same undertaking, verified more thoroughly. */
  Undertaking over(Undertaking undertaking) {
    if (plan.backend() == Backend.CPU) {
      return undertaking;
    }
    Undertaking.Question first = undertaking.verification();
    return undertaking.verifiedBy(
        manager -> first.trouble(manager).or(() -> trouble(undertaking.target(), manager)));
  }

  private Optional<String> trouble(Target target, Manager manager) {
    Verdict heard = examination.of(target, manager);
    verdict = Optional.of(heard);
    store.record(
        new RecordedVerdict(
            plan.service().id(),
            plan.name(),
            plan.backend(),
            plan.image(),
            heard.outcome(),
            heard.because(),
            Instant.now()));
    return Verification.trouble(plan.service().id(), heard, Doubt.IS_NONE);
  }

  /** The verdict for people, and what would make a doubtful one certain. */
  List<String> told(Paint paint) {
    List<String> lines = new ArrayList<>();
    verdict.ifPresent(heard -> {
      lines.addAll(new VerifyText(paint).verdict(heard, plan.backend()));
      WouldProve.of(
              heard,
              "hearth verify " + plan.service().id(),
              plan.supervisor() == Supervisor.QUADLET && plan.rootless())
          .ifPresent(what -> lines.addAll(Wrapped.labelled("  would prove it:", what, 18)));
    });
    return lines;
  }
}
