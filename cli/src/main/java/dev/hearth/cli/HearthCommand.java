package dev.hearth.cli;

import dev.hearth.machine.ProblemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** {@code hearth}: the root of all commands. */
@Command(
    name = "hearth",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    header = "Puts self-hosted machine learning on the accelerator you already own.",
    footerHeading = "%nIn a checkout, too:%n",
    footer = {
      "  ./hearth test              build everything and run all tests",
      "  ./hearth test --e2e        on real Podman, Docker and systemd, as root",
      "",
      "Shell completion: source <(hearth generate-completion)"
    },
    subcommands = {GenerateCompletion.class})
final class HearthCommand implements Runnable {
  @Option(
      names = {"-v", "--verbose"},
      description = "Say more; stack traces of unexpected errors.",
      scope = CommandLine.ScopeType.INHERIT)
  boolean verbose;

  private final Terminal terminal;

  private HearthCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Runs one command line to its exit code. */
  static int run(Terminal terminal, String... arguments) {
    HearthCommand root = new HearthCommand(terminal);
    CommandLine line = new CommandLine(root);
    Places places = Places.of(terminal.environment(), distribution());
    added(arguments, commands(terminal, places)).forEach(line::addSubcommand);
    line.setOut(terminal.out());
    line.setErr(terminal.err());
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF));
    line.setParameterExceptionHandler(new WrongUsage(terminal));
    line.setExecutionExceptionHandler((failure, _, _) -> explain(terminal, failure, root.verbose));
    return line.execute(arguments);
  }

  private static Map<String, Supplier<Object>> commands(Terminal terminal, Places places) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("up", () -> new UpCommand(terminal, places));
    commands.put("detect", () -> new DetectCommand(terminal));
    commands.put("doctor", () -> new DoctorCommand(terminal, places));
    commands.put("plan", () -> new PlanCommand(terminal, places));
    commands.put("status", () -> new StatusCommand(terminal, places));
    commands.put("top", () -> new TopCommand(terminal));
    commands.put("verify", () -> new VerifyCommand(terminal, places));
    commands.put("backups", () -> new BackupsCommand(terminal, places));
    commands.put("rollback", () -> new RollbackCommand(terminal, places));
    commands.put("down", () -> new DownCommand(terminal, places));
    commands.put("diagnose", () -> new DiagnoseCommand(terminal, places, StandardInput.live()));
    commands.put("render", () -> new RenderCommand(terminal, places));
    commands.put("bench", () -> new BenchCommand(terminal, places));
    commands.put("capture", () -> new CaptureCommand(terminal));
    commands.put("fit", () -> new FitCommand(terminal, places));
    commands.put("models", () -> new ModelsCommand(terminal, places));
    commands.put("runtimes", () -> new RuntimesCommand(terminal, places));
    commands.put("rehearse", () -> new RehearseCommand(terminal, places));
    return commands;
  }

  /**
   * Only the one that is named, where one is: to learn the options of all takes longer than most of
   * them do.
   */
  private static List<Object> added(String[] arguments, Map<String, Supplier<Object>> commands) {
    return Arrays.stream(arguments)
        .limit(1)
        .flatMap(name -> Optional.ofNullable(commands.get(name)).stream())
        .map(named -> List.of(named.get()))
        .findFirst()
        .orElseGet(() -> commands.values().stream().map(Supplier::get).toList());
  }

  /** The answer of a command line that needs no parser. */
  static Optional<Integer> shortcut(Terminal terminal, List<String> arguments) {
    try {
      if (arguments.isEmpty()) {
        return Optional.of(Welcome.show(terminal));
      }
      return DetectCommand.shortcut(terminal, arguments);
    } catch (RuntimeException failure) {
      return Optional.of(explain(terminal, failure, false));
    }
  }

  /** Where the launcher put the program. */
  private static Path distribution() {
    return Path.of(System.getProperty("hearth.dist", "cli/target/dist")).toAbsolutePath();
  }

  /** Shows what went wrong, and how it maps to an exit code. */
  static int explain(Terminal terminal, Exception failure, boolean verbose) {
    if (failure instanceof ProblemException refused) {
      Problems.print(terminal, refused.problem());
      return ExitCodes.of(refused.problem().kind());
    }
    terminal.err().println("hearth: unexpected error, this is a bug: " + failure);
    if (verbose) {
      failure.printStackTrace(terminal.err());
    } else {
      terminal.err().println("hearth: run again with -v for the stack trace and report it");
    }
    return ExitCodes.BUG;
  }

  @Override
  public void run() {
    Welcome.show(terminal);
  }
}
