package dev.hearth.deployment.transaction;

import dev.hearth.deployment.manager.Manager;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Ends deployments that a crash or a power cut ended too early. May be killed itself, and run
 * again.
 */
public final class Recovery {
  private final DeploymentStore store;
  private final Means means;
  private final Consumer<String> tidying;

  public Recovery(DeploymentStore store, Means means) {
    this(store, means, _ -> {});
  }

  /**
   * One that also puts away what was made ready for a deployment.
   *
   * @param tidying told the service's id; see {@link Staged#tidy}
   */
  public Recovery(DeploymentStore store, Means means, Consumer<String> tidying) {
    this.store = store;
    this.means = means;
    this.tidying = tidying;
  }

  /**
   * Finishes or undoes what has no end. Waits only where there is something to do.
   *
   * @throws ProblemException when another process deploys now, or the state folder cannot be read
   */
  public List<Recovered> recover(Listener told) {
    Listener listener = new CalmListener(told);
    if (store.ids().stream().allMatch(this::isOver)) {
      return List.of();
    }
    try (StoreLock _ = store.lock(means.time(), listener)) {
      List<Recovered> all = new ArrayList<>();
      // the newest first: it stands on what the others left
      for (String id : store.ids().reversed()) {
        if (!isOver(id)) {
          recover(id, listener).ifPresent(all::add);
        }
      }
      all.forEach(each -> tidy(each, listener));
      return all;
    }
  }

  private void tidy(Recovered recovered, Listener listener) {
    Optional<String> service =
        switch (recovered) {
          case Recovered.Finished finished -> Optional.of(finished.service());
          case Recovered.Untouched untouched -> Optional.of(untouched.service());
          case Recovered.Undone(var _, String each, Outcome outcome) ->
              Optional.of(each).filter(_ -> !(outcome instanceof Outcome.Broken));
          case Recovered.Damaged _ -> Optional.empty();
        };
    try {
      service.ifPresent(tidying);
    } catch (ProblemException left) {
      listener.note(left.problem().sentence());
    }
  }

  private boolean isOver(String id) {
    Journal journal = store.journal(id, means.disk());
    return !journal.damaged() && !journal.isEmpty() && journal.course().ended().isPresent();
  }

  private Optional<Recovered> recover(String id, Listener listener) {
    Journal journal = store.journal(id, means.disk());
    try {
      if (journal.damaged() || (journal.isEmpty() && Files.exists(store.backup(id)))) {
        return Optional.of(damaged(journal, id));
      }
      if (journal.isEmpty()) {
        means.disk().remove(journal.file());
        means.disk().remove(store.of(id));
        return Optional.empty();
      }
      Recovered recovered = decide(journal, listener);
      new Archive(store, means.disk()).file(journal.course(), listener);
      return Optional.of(recovered);
    } catch (IOException trouble) {
      throw Trouble.exception(journal.file(), trouble);
    }
  }

  private Recovered decide(Journal journal, Listener listener) throws IOException {
    Course course = journal.course();
    String id = course.began().id();
    String service = course.began().service();
    Steps steps = new Steps(journal::append, means.time(), listener);
    if (course.onlyCommitIsMissing()) {
      steps.end(Ending.COMMITTED, "finished after a crash", Optional.empty());
      return new Recovered.Finished(id, service);
    }
    if (!course.touched()) {
      Preflight.clean(course.began().places(), means.disk());
      steps.end(Ending.UNCHANGED, "cut short at " + course.reached().key(), Optional.empty());
      return new Recovered.Untouched(id, service);
    }
    Problem why =
        Problem.of(
            Problem.Kind.UNAVAILABLE,
            "The deployment was cut short at " + course.reached().key(),
            "Start it again: hearth up " + service);
    Manager manager = means.managers().of(course.began().target());
    Outcome outcome = new Undoing(journal, means, manager, listener).undo(why, List.of(), true);
    return new Recovered.Undone(id, service, outcome);
  }

  private Recovered damaged(Journal journal, String id) {
    return new Recovered.Damaged(
        id,
        store.backup(id),
        new Problem(
            Problem.Kind.UNAVAILABLE,
            "The journal of deployment " + id + " is damaged",
            journal.file() + " has a line that cannot be read",
            "Compare its copies with your files, then move it away: mv "
                + store.of(id)
                + " "
                + store.folder().resolve("damaged-" + id)));
  }
}
