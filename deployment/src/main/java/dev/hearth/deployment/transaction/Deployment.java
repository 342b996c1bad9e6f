package dev.hearth.deployment.transaction;

import dev.hearth.deployment.edit.Change;
import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.manager.State;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One deployment, from its first look to its last line. */
final class Deployment {
  private static final int LAST_WORDS = 20;

  private final Undertaking undertaking;
  private final Means means;
  private final DeploymentStore store;
  private final Journal journal;
  private final String id;
  private final Manager manager;
  private final Listener listener;
  private final boolean keepOnDoubt;
  private final Steps steps;
  private final Preflight preflight;
  private Optional<Instant> down = Optional.empty();
  private Optional<Duration> downtime = Optional.empty();
  private Optional<String> doubt = Optional.empty();

  Deployment(
      Undertaking undertaking, Deployer.Setting setting, Journal journal, Listener listener) {
    this.undertaking = undertaking;
    this.means = setting.means();
    this.store = setting.store();
    this.keepOnDoubt = setting.keepOnDoubt();
    this.journal = journal;
    this.id = journal.course().began().id();
    this.manager = means.managers().of(undertaking.target());
    this.listener = listener;
    this.steps = new Steps(journal::append, means.time(), listener);
    this.preflight = new Preflight(undertaking, means, manager);
  }

  /**
   * The state machine: until the first STOP or WRITE nothing is changed, from then on it undoes.
   */
  Outcome run() {
    try {
      steps.take(Step.PREFLIGHT, undertaking.name(), () -> preflight.check(listener::note));
      steps.take(Step.BASELINE, undertaking.name(), this::look);
      steps.take(Step.BACKUP, store.backup(id).toString(), this::save);
      pull();
      preflight.requireAsPlanned();
    } catch (IOException | RuntimeException cause) {
      return refuse(cause);
    }
    try {
      stop();
      write();
      steps.take(Step.RELOAD, "", manager::reload);
      start();
      steps.take(Step.COMMIT, "", () -> {});
      steps.end(Ending.COMMITTED, doubt.orElse(""), downtime);
      return new Outcome.Committed(id, downtime, doubt);
    } catch (IOException | RuntimeException cause) {
      return undo(cause);
    }
  }

  private String look() throws IOException {
    State state = manager.state();
    boolean healthy =
        state.phase() == State.Phase.RUNNING && manager.trouble(undertaking.health()).isEmpty();
    journal.append(new Entry.Found(means.time().now(), state, healthy));
    return state.detail() + (healthy ? ", healthy" : ", not healthy");
  }

  private void save() throws IOException {
    List<Former> formers = new Saving(store, id, means.disk()).save(undertaking.changes());
    journal.append(new Entry.Saved(means.time().now(), formers));
  }

  private void pull() throws IOException {
    Optional<String> image = undertaking.image();
    if (image.isPresent() && !manager.hasImage(image.get())) {
      steps.take(
          Step.PULL,
          image.get(),
          () ->
              manager.pull(
                  image.get(),
                  bytes -> listener.progress(Step.PULL, bytes, undertaking.imageBytes())));
    }
  }

  private void stop() throws IOException {
    if (undertaking.aim() == Aim.STOPPED
        && journal.course().found().filter(Entry.Found::isDown).isEmpty()) {
      steps.take(Step.STOP, undertaking.name(), manager::stop);
    }
  }

  private void write() throws IOException {
    Writing writing = new Writing(means.disk());
    List<Former> formers = journal.course().formers();
    for (int index = 0; index < formers.size(); index++) {
      Change change = undertaking.changes().get(index);
      Former former = formers.get(index);
      if (!Ground.isDone(change)) {
        Ground.requireAsPlanned(change);
        steps.take(Step.WRITE, former.place().toString(), () -> writing.make(change, former));
      }
    }
  }

  private void start() throws IOException {
    if (undertaking.aim() == Aim.STOPPED) {
      return;
    }
    down = Optional.of(means.time().now());
    steps.take(Step.RESTART, undertaking.name(), manager::restart);
    HealthWait health =
        new HealthWait(
            manager, undertaking.health(), undertaking.limits().interval(), means.time());
    steps.take(
        Step.HEALTH,
        undertaking.name(),
        () -> health.await(Step.HEALTH, undertaking.limits().start(), listener));
    downtime = ranBefore() ? down.map(means.time()::since) : Optional.empty();
    steps.take(Step.VERIFY, undertaking.name(), () -> verify(health));
  }

  private boolean ranBefore() {
    return journal.course().found().filter(Entry.Found::running).isPresent();
  }

  private String verify(HealthWait health) {
    Optional<String> against = undertaking.verification().trouble(manager);
    if (!health.isWell()) {
      throw rejected("It did not stay well", against.orElse("it was well at first"));
    }
    if (against.isPresent() && !keepOnDoubt) {
      throw rejected("It does not compute where it should", against.get());
    }
    doubt = against;
    return doubt.orElse("");
  }

  private ProblemException rejected(String what, String evidence) {
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            what,
            evidence,
            "Look for the cause: " + manager.words().log()));
  }

  private Outcome refuse(Exception cause) {
    Problem problem = Trouble.of(cause);
    try {
      steps.failed(cause);
      steps.end(Ending.UNCHANGED, problem.sentence(), Optional.empty());
    } catch (IOException full) {
      listener.note(Trouble.with(journal.file(), full).sentence());
    }
    return new Outcome.Refused(problem);
  }

  /** Somebody who interrupts wants the old service back; no channel works while that is pending. */
  private Outcome undo(Exception cause) {
    boolean interrupted = Thread.interrupted();
    try {
      return takeBack(cause);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Outcome takeBack(Exception cause) {
    Problem why = Trouble.of(cause);
    listener.note("Going back: " + why.sentence());
    List<String> log = lastWords();
    try {
      steps.failed(cause);
    } catch (IOException full) {
      listener.note(Trouble.with(journal.file(), full).sentence());
    }
    return new Undoing(journal, means, manager, listener).undo(why, log, false);
  }

  /** Of the new service, before the old one takes its place. */
  private List<String> lastWords() {
    if (down.isEmpty()) {
      return List.of();
    }
    try {
      List<String> lines = manager.log(down.get());
      return lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size());
    } catch (RuntimeException unreadable) {
      return List.of("its log cannot be read: " + unreadable.getMessage());
    }
  }
}
