package dev.hearth.cli;

import dev.hearth.cli.report.OutcomeText;
import dev.hearth.cli.report.Paint;
import dev.hearth.deployment.manager.Privilege;
import dev.hearth.deployment.manager.RealManagers;
import dev.hearth.deployment.transaction.Backups;
import dev.hearth.deployment.transaction.Deployer;
import dev.hearth.deployment.transaction.DeploymentStore;
import dev.hearth.deployment.transaction.Means;
import dev.hearth.deployment.transaction.Outcome;
import dev.hearth.deployment.transaction.Recovered;
import dev.hearth.deployment.transaction.Recovery;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Machine;
import dev.hearth.machine.ProcessCommandRunner;
import dev.hearth.machine.capture.Roots;
import dev.hearth.machine.host.Account;
import dev.hearth.machine.nvml.NvmlUsage;
import dev.hearth.machine.survey.Survey;
import java.time.Duration;

/** What the keeper's commands share: this machine, and what changes it. Wired once a command. */
final class Keeper {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Terminal terminal;
  private final CommandRunner runner = new ProcessCommandRunner();
  private final Machine machine = Roots.live(runner);
  private final Survey survey;
  private final RealManagers managers;
  private final DeploymentStore store;
  private final Means means;

  private Keeper(Terminal terminal, Places places, Privilege privilege) {
    this.terminal = terminal;
    this.survey = Looking.thorough(machine, true);
    this.managers =
        new RealManagers(runner, () -> Roots.live(runner), survey.host().account(), privilege);
    this.store = new DeploymentStore(places.state(), holder(machine), PATIENCE);
    this.means = Means.real(managers, managers::room);
  }

  /**
   * Looks at this machine, and first of all ends what an earlier command was kept from ending.
   *
   * @param privilege what may be run as root
   */
  static Keeper ready(Terminal terminal, Places places, Privilege privilege) {
    Keeper keeper = new Keeper(terminal, places, privilege);
    keeper.recover();
    return keeper;
  }

  /** Looks at this machine and changes nothing. */
  static Keeper looking(Terminal terminal, Places places) {
    return new Keeper(terminal, places, Privilege.NONE);
  }

  private static String holder(Machine machine) {
    return machine.targetName("/proc/self").asOptional().map(pid -> "pid " + pid).orElse("hearth");
  }

  CommandRunner runner() {
    return runner;
  }

  Machine machine() {
    return machine;
  }

  Survey survey() {
    return survey;
  }

  Account account() {
    return survey.host().account();
  }

  RealManagers managers() {
    return managers;
  }

  /** Verifies what runs here. */
  Verifier verifier(Places places) {
    return new Verifier(
        terminal, places, () -> Roots.live(runner), survey.accelerators(), NvmlUsage.live());
  }

  Backups backups() {
    return new Backups(store, means);
  }

  Deployer deployer() {
    return new Deployer(store, means);
  }

  DeploymentProgress progress() {
    return new DeploymentProgress(terminal, System::nanoTime);
  }

  private void recover() {
    Paint paint = new Paint(terminal.colours());
    for (Recovered each : new Recovery(store, means).recover(progress())) {
      switch (each) {
        case Recovered.Finished(String id, String service) ->
            said("the deployment " + id + " of " + service + " was cut short; it is finished now");
        case Recovered.Untouched(String id, String service) ->
            said(
                "the deployment "
                    + id
                    + " of "
                    + service
                    + " was cut short before it changed anything");
        case Recovered.Undone(String id, String service, Outcome outcome) -> {
          said("the deployment " + id + " of " + service + " was cut short; it is undone:");
          new OutcomeText(paint, service).of(outcome).forEach(terminal.err()::println);
        }
        case Recovered.Damaged damaged -> Problems.print(terminal, damaged.problem());
      }
    }
  }

  private void said(String sentence) {
    terminal.err().println("hearth: " + sentence);
  }

  /** The exit code that an outcome comes to. */
  static int exitCode(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Committed _, Outcome.UpToDate _ -> ExitCodes.GOOD;
      case Outcome.RolledBack _, Outcome.Broken _ -> ExitCodes.ROLLED_BACK;
      case Outcome.Refused refused -> ExitCodes.of(refused.problem().kind());
    };
  }
}
