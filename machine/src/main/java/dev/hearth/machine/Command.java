package dev.hearth.machine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One program to run.
 *
 * @param argv its argument list; no shell reads it
 * @param deadline how long it may take
 * @param environment variables it gets besides those of this program
 * @param folder where it runs; empty for where this program does
 */
public record Command(
    List<String> argv, Duration deadline, Map<String, String> environment, Optional<Path> folder) {
  public Command {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a command needs a program");
    }
  }

  public Command(List<String> argv, Duration deadline) {
    this(argv, deadline, Map.of(), Optional.empty());
  }

  /** The argument list as it can be pasted into a shell. */
  public String line() {
    return argv.stream().map(Command::quoted).collect(Collectors.joining(" "));
  }

  /** One argument as a shell reads it. */
  public static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_@%+=:,./-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
