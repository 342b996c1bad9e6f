package dev.hearth.evidence.verdict;

import dev.hearth.evidence.verdict.Verdict.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The rule. The first line that holds decides:
 *
 * <ol>
 *   <li>the service says that it fell back: on the CPU, whatever else was seen
 *   <li>something refutes and nothing proves: on the CPU
 *   <li>something refutes and something proves: unproven
 *   <li>something forbids: unproven
 *   <li>something proves: accelerated
 *   <li>else unproven: no amount of support is a proof
 * </ol>
 *
 * A testimony against never makes the outcome better, and one for never makes it worse.
 */
public final class Judgement {
  private static final int MOST_NAMED = 3;

  private Judgement() {}

  /** The verdict of these testimonies. */
  public static Verdict of(List<Testimony> testimonies) {
    boolean proven = testimonies.stream().anyMatch(Testimony::proves);
    if (testimonies.stream().anyMatch(Testimony::decides)) {
      return verdict(Outcome.ON_CPU, "", testimonies, Testimony::decides);
    }
    if (testimonies.stream().anyMatch(Testimony::refutes)) {
      return proven
          ? verdict(
              Outcome.UNPROVEN,
              "the witnesses contradict each other: ",
              testimonies,
              each -> each.refutes() || each.proves())
          : verdict(Outcome.ON_CPU, "", testimonies, Testimony::refutes);
    }
    if (testimonies.stream().anyMatch(Testimony::forbids)) {
      return verdict(Outcome.UNPROVEN, "", testimonies, Testimony::forbids);
    }
    return proven
        ? verdict(Outcome.ACCELERATED, "", testimonies, Testimony::proves)
        : new Verdict(Outcome.UNPROVEN, nothing(testimonies), testimonies);
  }

  private static Verdict verdict(
      Outcome outcome,
      String beginning,
      List<Testimony> testimonies,
      Predicate<Testimony> deciding) {
    String sentences =
        testimonies.stream()
            .filter(deciding)
            .sorted(Comparator.comparing(Testimony::weight).reversed())
            .limit(MOST_NAMED)
            .map(Testimony::evidence)
            .collect(Collectors.joining("; "));
    return new Verdict(outcome, beginning + sentences, testimonies);
  }

  private static String nothing(List<Testimony> testimonies) {
    String silent =
        testimonies.stream()
            .filter(each -> each.stance() == Stance.SILENT)
            .limit(MOST_NAMED)
            .map(each -> each.witness().title() + ": " + each.evidence())
            .collect(Collectors.joining("; "));
    String hints = supporting(testimonies, Stance.FOR);
    String doubts = supporting(testimonies, Stance.AGAINST);
    return "nobody saw the service itself compute on the accelerator"
        + (hints.isEmpty() ? "" : "; what was seen may have other causes: " + hints)
        + (doubts.isEmpty() ? "" : "; against it speaks: " + doubts)
        + (silent.isEmpty() ? "" : "; not seen were " + silent);
  }

  private static String supporting(List<Testimony> testimonies, Stance stance) {
    return testimonies.stream()
        .filter(each -> each.weight() == Weight.SUPPORT && each.stance() == stance)
        .limit(MOST_NAMED)
        .map(Testimony::evidence)
        .collect(Collectors.joining("; "));
  }
}
