package dev.hearth.deployment.transaction;

import dev.hearth.deployment.edit.Change;
import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.manager.State;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.util.Optional;

/** Changes a service, or leaves it as it was. */
public final class Deployer {
  private final Setting setting;

  public Deployer(DeploymentStore store, Means means) {
    this(new Setting(store, means, false));
  }

  private Deployer(Setting setting) {
    this.setting = setting;
  }

  /** What all deployments of a deployer have in common. */
  record Setting(DeploymentStore store, Means means, boolean keepOnDoubt) {}

  /** One that keeps a service which is well but fails its verification: it runs on the CPU. */
  public Deployer keepingOnCpu() {
    return new Deployer(new Setting(setting.store(), setting.means(), true));
  }

  /** Deploys; every problem is told by the outcome. */
  public Outcome deploy(Undertaking undertaking, Listener told) {
    return deploy(undertaking, Staged.nothing(), told);
  }

  /** The same, with changes that have to be made ready first. */
  public Outcome deploy(Undertaking undertaking, Staged staged, Listener told) {
    Listener listener = new CalmListener(told);
    try (StoreLock _ = setting.store().lock(setting.means().time(), listener)) {
      requireNothingPending(undertaking.service());
      Outcome outcome = made(undertaking, staged, listener);
      if (!(outcome instanceof Outcome.Broken)) {
        tidy(staged, listener);
      }
      return outcome;
    } catch (ProblemException refused) {
      return new Outcome.Refused(refused.problem());
    }
  }

  private Outcome made(Undertaking planned, Staged staged, Listener listener) {
    try {
      Undertaking undertaking = planned.after(staged.changes());
      if (isUpToDate(undertaking)) {
        return new Outcome.UpToDate();
      }
      Journal journal = begin(undertaking);
      Outcome outcome = new Deployment(undertaking, setting, journal, listener).run();
      new Archive(setting.store(), setting.means().disk()).file(journal.course(), listener);
      return outcome;
    } catch (ProblemException refused) {
      return new Outcome.Refused(refused.problem());
    } catch (IOException trouble) {
      return new Outcome.Refused(Trouble.of(trouble));
    }
  }

  private static void tidy(Staged staged, Listener listener) {
    try {
      staged.tidy();
    } catch (ProblemException left) {
      listener.note(left.problem().sentence());
    }
  }

  private Journal begin(Undertaking undertaking) throws IOException {
    Means means = setting.means();
    String id = setting.store().create(undertaking.service(), means.time().now(), means.disk());
    Journal journal = setting.store().journal(id, means.disk());
    journal.append(
        new Entry.Began(
            means.time().now(),
            id,
            undertaking.service(),
            undertaking.name(),
            undertaking.summary(),
            undertaking.changes().stream().map(Change::path).toList(),
            undertaking.image(),
            undertaking.target(),
            undertaking.health(),
            undertaking.limits(),
            undertaking.aim()));
    return journal;
  }

  /** What is half done would become the next one's "before". */
  private void requireNothingPending(String service) {
    DeploymentStore store = setting.store();
    for (String id : store.ids()) {
      Journal journal = store.journal(id, setting.means().disk());
      if (!journal.isEmpty()
          && !journal.damaged()
          && journal.course().ended().isEmpty()
          && journal.course().began().service().equals(service)) {
        throw new ProblemException(
            new Problem(
                Problem.Kind.UNAVAILABLE,
                "An earlier deployment of " + service + " is not over",
                journal.file() + " has no end",
                "Finish it first: hearth status " + service));
      }
    }
  }

  private boolean isUpToDate(Undertaking undertaking) throws IOException {
    for (Change change : undertaking.changes()) {
      if (!Ground.isDone(change)) {
        return false;
      }
    }
    Manager manager = setting.means().managers().of(undertaking.target());
    Optional<State.Phase> phase = Optional.of(manager.state().phase());
    return switch (undertaking.aim()) {
      case RUNNING ->
          phase.filter(State.Phase.RUNNING::equals).isPresent()
              && manager.trouble(undertaking.health()).isEmpty();
      case STOPPED ->
          phase.filter(now -> now == State.Phase.STOPPED || now == State.Phase.ABSENT).isPresent();
    };
  }
}
