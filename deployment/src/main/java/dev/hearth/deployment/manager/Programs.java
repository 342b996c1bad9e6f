package dev.hearth.deployment.manager;

import dev.hearth.machine.Command;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.host.Account;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs the programs of managers: with the variables that lead to a user's own systemd, which a
 * login over ssh or su may lack, and as root where that is needed and allowed.
 */
final class Programs {
  private static final List<String> SUDO = List.of("sudo", "-n");

  private final CommandRunner runner;
  private final Supplier<Machine> machine;
  private final Account account;
  private final Privilege privilege;

  /** Set once Docker's socket has turned this user away. */
  private volatile boolean dockerByRoot;

  /**
   * The programs of this machine.
   *
   * @param machine looks at it anew each time, since a machine remembers what it has read
   */
  Programs(CommandRunner runner, Supplier<Machine> machine, Account account, Privilege privilege) {
    this.runner = runner;
    this.machine = machine;
    this.account = account;
    this.privilege = privilege;
  }

  Machine machine() {
    return machine.get();
  }

  /** This user's name, for lines to type. */
  String user() {
    return account.name().orElse("$USER");
  }

  /** Whether this user is, or may become, root. */
  boolean mayBeRoot() {
    return account.isRoot() || privilege == Privilege.SUDO;
  }

  /** Runs a program and gives back however it ended. */
  Finished ask(Call call) {
    return ask(call, _ -> {});
  }

  /** The same, with its lines handed on while it runs. */
  Finished ask(Call call, Consumer<String> lines) {
    Finished finished =
        switch (call.as()) {
          case USER, SESSION -> run(call, List.of(), lines);
          case ROOT -> asRoot(call, lines);
          case DOCKER -> asDocker(call, lines);
        };
    if (call.as() == Call.As.SESSION) {
      refuseWithoutSession(finished);
    }
    return finished;
  }

  /** Runs a program that must succeed. */
  Finished must(Call call, String what, String remedy) {
    Finished finished = ask(call);
    if (finished.succeeded()) {
      return finished;
    }
    throw failed(finished, what, remedy);
  }

  /** A failure with the program's own words. */
  static ProblemException failed(Finished finished, String what, String remedy) {
    return new ProblemException(
        new Problem(Problem.Kind.UNAVAILABLE, what, Said.of(finished), remedy));
  }

  /** The line that a person would type. */
  String typed(Call call) {
    String line = new Command(call.argv(), call.deadline()).line();
    boolean root = call.as() == Call.As.ROOT || (call.as() == Call.As.DOCKER && dockerByRoot);
    String prefix = root && !account.isRoot() ? "sudo " : "";
    return call.folder()
            .map(folder -> "cd " + Command.quoted(folder.toString()) + " && ")
            .orElse("")
        + prefix
        + line;
  }

  private Finished run(Call call, List<String> before, Consumer<String> lines) {
    List<String> argv = new ArrayList<>(before);
    argv.addAll(call.argv());
    return runner.run(new Command(argv, call.deadline(), variables(), call.folder()), lines);
  }

  private Finished asRoot(Call call, Consumer<String> lines) {
    if (account.isRoot()) {
      return run(call, List.of(), lines);
    }
    if (privilege == Privilege.NONE) {
      throw new ProblemException(
          Problem.Kind.UNAVAILABLE,
          "This needs root: " + typed(call),
          "Type that line yourself, or allow sudo and run this again.");
    }
    Finished finished = SudoWords.without(run(call, SUDO, lines));
    if (!finished.succeeded() && SudoWords.refuses(finished.stderr())) {
      throw failed(
          finished,
          "sudo does not run `" + new Command(call.argv(), call.deadline()).line() + "`",
          "Type `sudo -v`, then run this again within some minutes; or type: " + typed(call));
    }
    return finished;
  }

  /** Some questions are answered with success and an error: only the words tell. */
  private Finished asDocker(Call call, Consumer<String> lines) {
    Finished finished = dockerByRoot ? asRoot(call, lines) : run(call, List.of(), lines);
    if (!dockerByRoot && DockerWords.mayNot(finished.stderr())) {
      if (privilege == Privilege.SUDO && !account.isRoot()) {
        dockerByRoot = true;
        return asDocker(call, lines);
      }
      throw failed(
          finished,
          "User " + user() + " may not speak to Docker",
          "Type `sudo usermod -aG docker " + user() + "` and log in anew, or allow sudo.");
    }
    if (DockerWords.isNotThere(finished.stderr())) {
      throw failed(finished, "Docker does not run", "Type: sudo systemctl start docker");
    }
    return finished;
  }

  private void refuseWithoutSession(Finished finished) {
    String said = finished.stderr();
    if (!finished.succeeded()
        && ((said.contains("Failed to connect to") && said.contains("bus"))
            || said.contains("XDG_RUNTIME_DIR not set"))) {
      throw failed(
          finished,
          "The systemd of user " + user() + " does not run",
          "Type: sudo loginctl enable-linger " + user());
    }
  }

  private Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    runtimeFolder()
        .ifPresent(folder -> {
          variables.put("XDG_RUNTIME_DIR", folder);
          variables.put("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + folder + "/bus");
        });
    return variables;
  }

  /** Where this user's sockets are; empty where nobody has logged in and nothing lingers. */
  Optional<String> runtimeFolder() {
    return account
        .uid()
        .asOptional()
        .map(uid -> "/run/user/" + Integer.toUnsignedString(uid))
        .filter(machine()::exists);
  }
}
