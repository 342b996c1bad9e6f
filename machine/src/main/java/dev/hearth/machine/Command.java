package dev.hearth.machine;

import java.time.Duration;
import java.util.List;

/** One program to run: its argument list (no shell) and how long it may take. */
public record Command(List<String> argv, Duration deadline) {
  public Command {
    argv = List.copyOf(argv);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a command needs a program");
    }
  }
}
