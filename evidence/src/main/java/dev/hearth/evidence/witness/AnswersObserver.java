package dev.hearth.evidence.witness;

import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Weight;
import dev.hearth.evidence.verdict.Witness;
import dev.hearth.evidence.workload.Answer;
import dev.hearth.machine.Reading;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether it answers as the CPU does. Equal answers do not tell who computed them; other answers
 * forbid to call it accelerated, for nobody wants wrong ones fast (Immich issue 29756: faces whose
 * boxes are all zero).
 */
public final class AnswersObserver implements Observer {
  /** Half precision stays above it by far. */
  private static final double LEAST_COSINE = 0.99;

  /** Of the larger side of the box. */
  private static final double MOST_OFF = 0.05;

  private static final double LEAST_PIXELS = 3;

  @Override
  public Testimony testify(Observation observation) {
    Reading<Answer> reference = observation.reference().flatMap(Observation.Reference::answer);
    Reading<Answer> answer = observation.done().map(Observation.Done::answer);
    return switch (answer) {
      case Reading.Unknown<Answer>(String reason) -> Testimony.silent(Witness.ANSWERS, reason);
      case Reading.Known<Answer>(Answer now) ->
          broken(now)
              .orElseGet(() ->
                  switch (reference) {
                    case Reading.Unknown<Answer>(String reason) ->
                        Testimony.silent(Witness.ANSWERS, reason);
                    case Reading.Known<Answer>(Answer cpu) -> compare(cpu, now);
                  });
    };
  }

  /** What is wrong whatever the CPU answered. */
  private static Optional<Testimony> broken(Answer answer) {
    boolean zero =
        zeros(answer.vector()) || answer.boxes().stream().anyMatch(AnswersObserver::zeros);
    return zero
        ? Optional.of(
            Testimony.against(Witness.ANSWERS, Weight.VETO, "its answer is nothing but zeros"))
        : Optional.empty();
  }

  private static boolean zeros(List<Double> numbers) {
    return !numbers.isEmpty() && numbers.stream().allMatch(each -> each == 0);
  }

  private static Testimony compare(Answer cpu, Answer now) {
    if (!cpu.comparable() && !now.comparable()) {
      return Testimony.silent(Witness.ANSWERS, "these answers cannot be compared");
    }
    if (cpu.vector().size() != now.vector().size()) {
      return Testimony.silent(Witness.ANSWERS, "the CPU's answer is of another model");
    }
    boolean embedded = !cpu.vector().isEmpty();
    double cosine = embedded ? cosine(cpu.vector(), now.vector()) : 1;
    if (!(cosine >= LEAST_COSINE)) {
      return Testimony.against(
          Witness.ANSWERS,
          Weight.VETO,
          String.format(Locale.ROOT, "its answers differ from the CPU's (cosine %.4f)", cosine));
    }
    if (!alike(cpu.boxes(), now.boxes())) {
      return Testimony.against(
          Witness.ANSWERS, Weight.VETO, "it finds other faces than the CPU does");
    }
    return Testimony.speaking(
        Witness.ANSWERS,
        Weight.NECESSARY,
        embedded
            ? String.format(Locale.ROOT, "it answers as the CPU does (cosine %.4f)", cosine)
            : "it finds the faces that the CPU finds");
  }

  private static double cosine(List<Double> left, List<Double> right) {
    double product = 0;
    double lefts = 0;
    double rights = 0;
    for (int at = 0; at < left.size(); at++) {
      product += left.get(at) * right.get(at);
      lefts += left.get(at) * left.get(at);
      rights += right.get(at) * right.get(at);
    }
    return product / Math.sqrt(lefts * rights);
  }

  /** The order is that of the scores, which may change places where two are equal. */
  private static boolean alike(List<List<Double>> cpu, List<List<Double>> now) {
    return cpu.size() == now.size()
        && cpu.stream().allMatch(box -> now.stream().anyMatch(other -> near(box, other)));
  }

  private static boolean near(List<Double> box, List<Double> other) {
    if (box.size() != other.size()) {
      return false;
    }
    double most = LEAST_PIXELS;
    for (int side = 0; side + 2 < box.size(); side++) {
      most = Math.max(most, MOST_OFF * Math.abs(box.get(side + 2) - box.get(side)));
    }
    for (int side = 0; side < box.size(); side++) {
      if (!(Math.abs(box.get(side) - other.get(side)) <= most)) {
        return false;
      }
    }
    return true;
  }
}
