package dev.hearth.deployment.transaction;

import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.manager.State;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Takes a deployment back, by its journal alone: the same after a failed step and after a crash.
 * Everything it does may be done twice.
 */
final class Undoing {
  private final Journal journal;
  private final Course course;
  private final Means means;
  private final Manager manager;
  private final Listener listener;
  private final Steps steps;

  Undoing(Journal journal, Means means, Manager manager, Listener listener) {
    this.journal = journal;
    this.course = journal.course();
    this.means = means;
    this.manager = manager;
    this.listener = listener;
    this.steps = new Steps(this::write, means.time(), listener);
  }

  /**
   * Undoes it.
   *
   * @param why it is given up
   * @param log the new service's last words
   * @param rebooted whether the service may have been started by others meanwhile, with files half
   *     written
   */
  Outcome undo(Problem why, List<String> log, boolean rebooted) {
    Restoring restoring = new Restoring(means.disk(), course.began().id());
    Optional<Exception> unstopped = stopWhatDidNotRun();
    try {
      steps.take(Step.RESTORE, "", () -> restoring.restore(course.begunChanges()));
    } catch (IOException | RuntimeException stuck) {
      // without a last line, so that the next run tries again
      return broken(why, stuck);
    }
    restoring.edited().forEach(path -> listener.note("Somebody's edit is kept in " + path));
    try {
      steps.take(Step.RELOAD_BACK, "", manager::reload);
      if (unstopped.isPresent()) {
        throw new ProblemException(Trouble.of(unstopped.get()));
      }
      boolean answers = bringBack(rebooted);
      steps.end(Ending.ROLLED_BACK, why.sentence(), Optional.empty());
      return new Outcome.RolledBack(course.began().id(), why, answers, log, restoring.edited());
    } catch (IOException | RuntimeException stuck) {
      Outcome.Broken broken = broken(why, stuck);
      endBroken(broken);
      return broken;
    }
  }

  private boolean ranBefore() {
    return course.found().filter(Entry.Found::running).isPresent();
  }

  /** Before the files go: a manager may not know how to stop what has no file. */
  private Optional<Exception> stopWhatDidNotRun() {
    if (ranBefore()) {
      return Optional.empty();
    }
    try {
      State.Phase phase = manager.state().phase();
      if (phase != State.Phase.STOPPED && phase != State.Phase.ABSENT) {
        steps.take(Step.RESTART_BACK, "stop", manager::stop);
      }
      return Optional.empty();
    } catch (IOException | RuntimeException stuck) {
      return Optional.of(stuck);
    }
  }

  /** Returns whether the old service answers. */
  private boolean bringBack(boolean rebooted) throws IOException {
    if (!ranBefore()) {
      return false;
    }
    Entry.Began began = course.began();
    if (rebooted || course.hasBegun(Step.STOP) || course.hasBegun(Step.RESTART)) {
      steps.take(Step.RESTART_BACK, "start", manager::restart);
    }
    HealthWait health =
        new HealthWait(manager, began.health(), began.limits().interval(), means.time());
    if (course.found().filter(Entry.Found::healthy).isEmpty()) {
      return health.isWell();
    }
    steps.take(
        Step.HEALTH_BACK,
        "",
        () -> health.await(Step.HEALTH_BACK, began.limits().back(), listener));
    return true;
  }

  private Outcome.Broken broken(Problem why, Exception stuck) {
    return new Outcome.Broken(
        course.began().id(), why, Trouble.of(stuck), ByHand.commands(course, manager.words()));
  }

  private void endBroken(Outcome.Broken broken) {
    try {
      steps.end(Ending.BROKEN, broken.trouble().sentence(), Optional.empty());
    } catch (IOException impossible) {
      throw new IllegalStateException("the pen forgives", impossible);
    }
  }

  /** A disk that takes no more lines must not keep files from being put back. */
  private void write(Entry entry) {
    try {
      journal.append(entry);
    } catch (IOException full) {
      listener.note(Trouble.with(journal.file(), full).sentence());
    }
  }
}
