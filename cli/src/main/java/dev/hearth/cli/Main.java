package dev.hearth.cli;

import java.util.List;

/** Starts Hearth from the command line. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    if (List.of(arguments).equals(List.of("--version"))) {
      // Scripts ask this often; building all commands for it would take three times as long.
      Terminal.live().out().println("hearth " + Version.current());
      return;
    }
    Terminal terminal = Terminal.live();
    System.exit(
        HearthCommand.shortcut(terminal, List.of(arguments))
            .orElseGet(() -> HearthCommand.run(terminal, arguments)));
  }
}
