package dev.hearth.deployment.transaction;

import dev.hearth.deployment.transaction.Entry.Began;
import dev.hearth.deployment.transaction.Entry.Ended;
import dev.hearth.deployment.transaction.Entry.Found;
import dev.hearth.deployment.transaction.Entry.Saved;
import dev.hearth.deployment.transaction.Entry.StepBegan;
import dev.hearth.deployment.transaction.Entry.StepEnded;
import dev.hearth.deployment.transaction.Entry.StepFailed;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How far a deployment came, as its journal has it. */
record Course(List<Entry> entries) {
  Began began() {
    return the(Began.class).orElseThrow();
  }

  Optional<Found> found() {
    return the(Found.class);
  }

  Optional<Ended> ended() {
    return the(Ended.class);
  }

  boolean committed() {
    return ended().filter(end -> end.ending() == Ending.COMMITTED).isPresent();
  }

  /** The changes that were begun, in the order in which they were made. */
  List<Former> begunChanges() {
    List<String> begun =
        all(StepBegan.class)
            .filter(each -> each.step() == Step.WRITE)
            .map(StepBegan::detail)
            .toList();
    return formers().stream().filter(former -> begun.contains(former.place().toString())).toList();
  }

  List<Former> formers() {
    return the(Saved.class).map(Saved::formers).orElse(List.of());
  }

  /** Whether anything of the old setup may be other than it was. */
  boolean touched() {
    return Stream.of(Step.STOP, Step.WRITE, Step.RESTART).anyMatch(this::hasBegun);
  }

  /** Whether only the last line is missing. */
  boolean onlyCommitIsMissing() {
    return (hasEnded(Step.VERIFY) || hasBegun(Step.COMMIT))
        && all(StepFailed.class).findAny().isEmpty();
  }

  boolean hasBegun(Step step) {
    return all(StepBegan.class).anyMatch(each -> each.step() == step);
  }

  boolean hasEnded(Step step) {
    return all(StepEnded.class).anyMatch(each -> each.step() == step);
  }

  /** The last step that was begun. */
  Step reached() {
    return all(StepBegan.class)
        .map(StepBegan::step)
        .reduce((_, last) -> last)
        .orElse(Step.PREFLIGHT);
  }

  private <T extends Entry> Optional<T> the(Class<T> type) {
    return all(type).reduce((_, last) -> last);
  }

  private <T extends Entry> Stream<T> all(Class<T> type) {
    return entries.stream().filter(type::isInstance).map(type::cast);
  }
}
