package dev.hearth.cli;

import java.io.Console;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a command writes and what it may know of its surroundings.
 *
 * @param out answers, for people or {@code --json}
 * @param err progress and troubles
 * @param interactive whether a person looks on: colours and progress bars only then
 * @param environment the process's variables
 * @param question how a person is asked; empty where nobody can answer
 */
record Terminal(
    PrintWriter out,
    PrintWriter err,
    boolean interactive,
    Map<String, String> environment,
    Function<String, Optional<String>> question) {

  /** Set by the launcher: asking System.console() costs a tenth of the start-up. */
  private static final String TERMINAL_VARIABLE = "HEARTH_TERMINAL";

  /** A terminal at which nobody answers. */
  Terminal(PrintWriter out, PrintWriter err, boolean interactive, Map<String, String> environment) {
    this(out, err, interactive, environment, _ -> Optional.empty());
  }

  static Terminal live() {
    Map<String, String> environment = System.getenv();
    boolean dumb = "dumb".equals(environment.getOrDefault("TERM", "dumb"));
    return new Terminal(
        new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true),
        new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true),
        environment.containsKey(TERMINAL_VARIABLE) && !dumb,
        environment,
        Terminal::read);
  }

  /** The answer of a person, in one line; empty where nobody looks on. */
  Optional<String> ask(String text) {
    return interactive ? question.apply(text) : Optional.empty();
  }

  /** Whether nobody reads any more: the pipe is closed. The stream below keeps that to itself. */
  boolean gone() {
    return out.checkError() || System.out.checkError();
  }

  private static Optional<String> read(String text) {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .flatMap(console -> Optional.ofNullable(console.readLine("%s", text)));
  }

  /** Whether colours are welcome, by the NO_COLOR convention too. */
  boolean colours() {
    return interactive && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }
}
