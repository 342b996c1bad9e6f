package dev.hearth.cli;

import dev.hearth.machine.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
    line.addSubcommand(new UpCommand(terminal, places));
    line.addSubcommand(new DetectCommand(terminal));
    line.addSubcommand(new DoctorCommand(terminal, places));
    line.addSubcommand(new PlanCommand(terminal, places));
    line.addSubcommand(new StatusCommand(terminal, places));
    line.addSubcommand(new VerifyCommand(terminal, places));
    line.addSubcommand(new BackupsCommand(terminal, places));
    line.addSubcommand(new RollbackCommand(terminal, places));
    line.addSubcommand(new DownCommand(terminal, places));
    line.addSubcommand(new DiagnoseCommand(terminal, places, StandardInput.live()));
    line.addSubcommand(new RenderCommand(terminal, places));
    line.addSubcommand(new BenchCommand(terminal, places));
    line.addSubcommand(new CaptureCommand(terminal));
    line.addSubcommand(new FitCommand(terminal, places));
    line.addSubcommand(new ModelsCommand(terminal, places));
    line.addSubcommand(new RuntimesCommand(terminal, places));
    line.addSubcommand(new RehearseCommand(terminal, places));
    line.setOut(terminal.out());
    line.setErr(terminal.err());
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF));
    line.setParameterExceptionHandler(new WrongUsage(terminal));
    line.setExecutionExceptionHandler((failure, _, _) -> explain(terminal, failure, root.verbose));
    return line.execute(arguments);
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
