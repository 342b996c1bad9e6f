package dev.hearth.deployment;

import dev.hearth.deployment.manager.LogVerdict;
import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.transaction.Undertaking;
import dev.hearth.planning.Backend;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.service.LogRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The least that must hold of a service that was put on an accelerator: its device nodes are
 * inside, and no line of its log says that it fell back. Necessary, and no proof that it computes
 * there.
 */
public final class DevicesAndLog implements Undertaking.Question {
  private final Plan plan;
  private final Supplier<Instant> since;

  /**
   * The question for a plan.
   *
   * @param since when the new service was started: lines of the old one do not count
   */
  public DevicesAndLog(Plan plan, Supplier<Instant> since) {
    this.plan = plan;
    this.since = since;
  }

  @Override
  public Optional<String> trouble(Manager manager) {
    return missing(manager).or(() -> logged(manager));
  }

  private Optional<String> missing(Manager manager) {
    List<String> nodes = plan.access().nodes();
    if (nodes.isEmpty()) {
      return Optional.empty();
    }
    List<String> missing = new ArrayList<>(nodes);
    missing.removeAll(manager.devicesInside(nodes));
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("it does not see " + String.join(", ", missing));
  }

  private Optional<String> logged(Manager manager) {
    List<LogRule> rules =
        plan.service().operation().map(operation -> operation.log()).orElse(List.of());
    if (rules.isEmpty()) {
      return Optional.empty();
    }
    LogVerdict verdict =
        LogVerdict.of(manager.log(since.get()), rules, plan.backend(), plan.service().version());
    return verdict
        .rule()
        .filter(rule -> troubles(rule.meaning()))
        .map(rule -> rule.says() + ": " + verdict.line().strip());
  }

  /** Where the CPU was planned, to compute there is what was asked for. */
  private boolean troubles(LogRule.Meaning meaning) {
    return switch (meaning) {
      case ACCELERATED -> false;
      case ON_CPU -> plan.backend() != Backend.CPU;
      case FAILED -> true;
    };
  }
}
