package dev.hearth.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A terminal whose texts a test can read. */
final class CapturedTerminal {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Terminal terminal;

  private CapturedTerminal(boolean interactive, Map<String, String> environment) {
    this(interactive, environment, Optional.empty());
  }

  private CapturedTerminal(
      boolean interactive, Map<String, String> environment, Optional<String> answer) {
    terminal =
        new Terminal(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            interactive,
            environment,
            question -> {
              err.write(question);
              return answer;
            });
  }

  /** Nobody looks on. */
  static CapturedTerminal piped() {
    return new CapturedTerminal(false, Map.of());
  }

  /** Nobody looks on, and everything of the user's lies under this folder. */
  static CapturedTerminal at(Path home) {
    return new CapturedTerminal(false, Map.of("HOME", home.toString()));
  }

  /** A person looks on. */
  static CapturedTerminal interactive() {
    return new CapturedTerminal(true, Map.of());
  }

  /** A person looks on, and answers so. */
  static CapturedTerminal answering(String answer) {
    return new CapturedTerminal(true, Map.of(), Optional.of(answer));
  }

  CapturedTerminal with(String variable, String value) {
    Map<String, String> environment = new HashMap<>(terminal.environment());
    environment.put(variable, value);
    return new CapturedTerminal(terminal.interactive(), environment);
  }

  Terminal terminal() {
    return terminal;
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}
