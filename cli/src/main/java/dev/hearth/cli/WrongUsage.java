package dev.hearth.cli;

import dev.hearth.machine.Problem;
import dev.hearth.server.spelling.NearestName;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * A command line that cannot be understood: what is wrong, the nearest right word, where help is.
 */
record WrongUsage(Terminal terminal) implements CommandLine.IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    CommandSpec command = wrong.getCommandLine().getCommandSpec();
    String remedy = suggestion(wrong, command) + command.qualifiedName() + " --help";
    Problems.print(
        terminal, Problem.of(Problem.Kind.BAD_SETTING, sentence(wrong, command), remedy));
    return ExitCodes.USAGE;
  }

  private static String sentence(ParameterException wrong, CommandSpec command) {
    return switch (wrong) {
      case UnmatchedArgumentException unmatched -> {
        String word = unmatched.getUnmatched().getFirst();
        String kind = unmatched.isUnknownOption() ? "option " : takes(command);
        yield command.qualifiedName() + " has no " + kind + word;
      }
      default -> String.valueOf(wrong.getMessage());
    };
  }

  private static String takes(CommandSpec command) {
    return command.subcommands().isEmpty() ? "place for " : "command ";
  }

  private static String suggestion(ParameterException wrong, CommandSpec command) {
    return switch (wrong) {
      case UnmatchedArgumentException unmatched -> {
        String word = unmatched.getUnmatched().getFirst();
        Collection<String> known =
            unmatched.isUnknownOption() ? options(command) : commands(command);
        yield NearestName.of(word, known).map(near -> "Did you mean " + near + "? ").orElse("");
      }
      case MissingParameterException _ -> "";
      default ->
          command.subcommands().isEmpty()
              ? ""
              : "One of " + String.join(", ", commands(command)) + ". ";
    };
  }

  private static List<String> options(CommandSpec command) {
    return command.options().stream().map(OptionSpec::longestName).toList();
  }

  private static List<String> commands(CommandSpec command) {
    return command.subcommands().entrySet().stream()
        .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
        .map(each -> each.getKey())
        .toList();
  }
}
