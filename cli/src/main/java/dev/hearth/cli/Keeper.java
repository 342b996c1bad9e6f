package dev.hearth.cli;

import dev.hearth.cli.report.OutcomeText;
import dev.hearth.cli.report.Paint;
import dev.hearth.deployment.NativeLibraries;
import dev.hearth.deployment.edit.Change;
import dev.hearth.deployment.manager.Privilege;
import dev.hearth.deployment.manager.RealManagers;
import dev.hearth.deployment.site.Installation;
import dev.hearth.deployment.transaction.Backups;
import dev.hearth.deployment.transaction.Deployer;
import dev.hearth.deployment.transaction.DeploymentStore;
import dev.hearth.deployment.transaction.Means;
import dev.hearth.deployment.transaction.Outcome;
import dev.hearth.deployment.transaction.Recovered;
import dev.hearth.deployment.transaction.Recovery;
import dev.hearth.deployment.transaction.Staged;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Machine;
import dev.hearth.machine.ProcessCommandRunner;
import dev.hearth.machine.capture.Roots;
import dev.hearth.machine.host.Account;
import dev.hearth.machine.nvml.NvmlUsage;
import dev.hearth.machine.survey.Survey;
import dev.hearth.machine.usage.ProcessId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the keeper's commands share: this machine, and what changes it. Wired once a command. */
final class Keeper {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Terminal terminal;
  private final Here here;
  private final RealManagers managers;
  private final DeploymentStore store;
  private final Means means;

  private Keeper(Terminal terminal, Places places, Here here, Privilege privilege) {
    this.terminal = terminal;
    this.here = here;
    this.managers =
        new RealManagers(here.runner(), here.again(), here.survey().host().account(), privilege);
    this.store = new DeploymentStore(places.state(), holder(here.machine()), PATIENCE);
    this.means = Means.real(managers, managers::room);
  }

  /**
   * The machine that is changed.
   *
   * @param runner starts its programs
   * @param machine remembers what it has read
   * @param again the same, looked at anew
   * @param survey what there is
   */
  record Here(CommandRunner runner, Machine machine, Supplier<Machine> again, Survey survey) {
    /** The one that this runs on. */
    static Here live() {
      CommandRunner runner = new ProcessCommandRunner();
      Machine machine = Roots.live(runner);
      return new Here(runner, machine, () -> Roots.live(runner), Looking.thorough(machine, true));
    }
  }

  /**
   * Looks at this machine, and first of all ends what an earlier command was kept from ending.
   *
   * @param privilege what may be run as root
   */
  static Keeper ready(Terminal terminal, Places places, Privilege privilege) {
    return ready(terminal, places, Here.live(), privilege);
  }

  /** The same of a machine that is named. */
  static Keeper ready(Terminal terminal, Places places, Here here, Privilege privilege) {
    Keeper keeper = new Keeper(terminal, places, here, privilege);
    keeper.recover();
    return keeper;
  }

  /** Looks at this machine and changes nothing. */
  static Keeper looking(Terminal terminal, Places places) {
    return looking(terminal, places, Here.live());
  }

  /** The same of a machine that is named. */
  static Keeper looking(Terminal terminal, Places places, Here here) {
    return new Keeper(terminal, places, here, Privilege.NONE);
  }

  /** As whom others see this command at work. */
  private static String holder(Machine machine) {
    return ProcessId.own(machine).asOptional().map(pid -> "pid " + pid).orElse("another hearth");
  }

  CommandRunner runner() {
    return here.runner();
  }

  Machine machine() {
    return here.machine();
  }

  /** The machine, looked at anew. */
  Machine again() {
    return here.again().get();
  }

  Survey survey() {
    return here.survey();
  }

  Account account() {
    return here.survey().host().account();
  }

  RealManagers managers() {
    return managers;
  }

  /** Verifies what runs here. */
  Verifier verifier(Places places) {
    return new Verifier(
        terminal, places, here.again(), here.survey().accelerators(), NvmlUsage.live());
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
    for (Recovered each : new Recovery(store, means, this::tidy).recover(progress())) {
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

  private void tidy(String service) {
    NativeLibraries.of(again(), runner(), service, Optional.empty())
        .ifPresent(NativeLibraries::tidy);
  }

  /** What a service's deployments leave over, and nothing that has to be made ready. */
  Staged leftovers(String service, Optional<Installation> installation) {
    return NativeLibraries.of(machine(), runner(), service, installation)
        .map(Leftovers::new)
        .<Staged>map(each -> each)
        .orElseGet(Staged::nothing);
  }

  private record Leftovers(NativeLibraries libraries) implements Staged {
    @Override
    public List<Change> changes() {
      return List.of();
    }

    @Override
    public void tidy() {
      libraries.tidy();
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
