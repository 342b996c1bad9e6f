package dev.hearth.evidence.diagnosis;

import dev.hearth.planning.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for one rule's shape, line by line. Not for several threads. */
final class RuleWatch {
  private final Rule rule;
  private final List<Trace> begun = new ArrayList<>();
  private List<Trace> first = List.of();
  private Optional<Trace> last = Optional.empty();
  private long count;
  private long lines;
  private long stepAt;
  private boolean silent;
  private boolean gaveUp;

  RuleWatch(Rule rule) {
    this.rule = rule;
  }

  Rule rule() {
    return rule;
  }

  /** Whether its expressions took too long on some line, and so were left out. */
  boolean gaveUp() {
    return gaveUp;
  }

  void see(Trace line, Optional<Version> version) {
    if (silent || gaveUp || !rule.speaksOfVersion(version)) {
      return;
    }
    try {
      lines++;
      look(line);
    } catch (Impatience _) {
      gaveUp = true;
    }
  }

  private void look(Trace line) {
    Rule.Shape shape = rule.shape();
    if (any(shape.without(), line)) {
      silent = true;
      return;
    }
    if (count > 0 && any(shape.clears(), line)) {
      count = 0;
    }
    if (!begun.isEmpty() && (lines - stepAt > shape.within() || any(shape.breaks(), line))) {
      begun.clear();
    }
    if (shape.steps().get(begun.size()).in(line.text())) {
      step(line);
    } else if (!begun.isEmpty() && shape.steps().getFirst().in(line.text())) {
      begun.clear();
      step(line);
    }
  }

  private void step(Trace line) {
    begun.add(line);
    stepAt = lines;
    if (begun.size() == rule.shape().steps().size()) {
      if (count == 0) {
        first = List.copyOf(begun);
      }
      count++;
      last = Optional.of(line);
      begun.clear();
    }
  }

  private static boolean any(List<Step> steps, Trace line) {
    for (Step step : steps) {
      if (step.in(line.text())) {
        return true;
      }
    }
    return false;
  }

  Optional<Finding> finding() {
    if (silent || gaveUp || count < rule.shape().times()) {
      return Optional.empty();
    }
    return last.map(
        line -> new Finding(rule, count, first, line, first.getFirst().time(), line.time()));
  }
}
