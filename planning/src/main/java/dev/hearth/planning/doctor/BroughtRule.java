package dev.hearth.planning.doctor;

import dev.hearth.machine.accelerator.Accelerator;
import java.util.List;
import java.util.Optional;

/**
 * A backend whose libraries the user brings: they are not seen from outside, so that it is never
 * called ready, and never a failure. It is one line: what to bring, or why that would not help.
 */
final class BroughtRule {
  private static final String ID = "bring";

  private BroughtRule() {}

  static Finding examine(Case examined, BackendRules rules, Accelerator accelerator) {
    About about = examined.about(accelerator);
    String label = examined.support().backend().label();
    String source = examined.support().source().citation();
    return obstacle(examined, rules, accelerator)
        .map(failed ->
            about
                .skip(ID, label + " cannot be used here: " + failed.what())
                .because(failed.evidence())
                .source(failed.source()))
        .orElseGet(() ->
            about
                .skip(ID, label + " could be used here too, with what you bring")
                .because("not looked for: " + examined.support().bring().orElse(""))
                .remedy(examined.support().runtime().orElse(""))
                .source(source));
  }

  private static Optional<Finding> obstacle(
      Case examined, BackendRules rules, Accelerator accelerator) {
    List<Finding> never = KnownRules.never(examined, accelerator);
    return (never.isEmpty() ? rules.examine(examined, accelerator) : never)
        .stream().filter(Finding::failed).findFirst();
  }
}
