package dev.hearth.deployment.manager;

import dev.hearth.machine.Command;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Programs that answer as told: the last answer whose words begin the line counts. */
final class ScriptedPrograms implements CommandRunner {
  private record Answer(String beginning, Function<Command, Finished> words) {}

  private final List<Answer> answers = new ArrayList<>();
  private final List<Command> asked = new ArrayList<>();

  ScriptedPrograms says(String beginning, String stdout) {
    return ends(beginning, new Finished(0, stdout, ""));
  }

  ScriptedPrograms fails(String beginning, int exitCode, String stderr) {
    return ends(beginning, new Finished(exitCode, "", stderr));
  }

  ScriptedPrograms ends(String beginning, Finished finished) {
    return does(beginning, _ -> finished);
  }

  ScriptedPrograms isMissing(String program) {
    return does(program, _ -> refuse(Problem.Kind.NOT_FOUND, program + " cannot be started"));
  }

  ScriptedPrograms hangs(String beginning) {
    return does(beginning, _ -> refuse(Problem.Kind.TIMED_OUT, beginning + " did not finish"));
  }

  ScriptedPrograms does(String beginning, Function<Command, Finished> words) {
    answers.add(new Answer(beginning, words));
    return this;
  }

  private static Finished refuse(Problem.Kind kind, String what) {
    throw new ProblemException(kind, what, "");
  }

  @Override
  public synchronized Finished run(Command command) {
    asked.add(command);
    String line = String.join(" ", command.argv());
    return answers.reversed().stream()
        .filter(answer -> line.startsWith(answer.beginning()))
        .findFirst()
        .map(answer -> answer.words().apply(command))
        .orElseThrow(() -> new AssertionError("nobody told what this says: " + line));
  }

  /** The command lines asked, in order. */
  synchronized List<String> lines() {
    return asked.stream().map(command -> String.join(" ", command.argv())).toList();
  }

  synchronized Command last() {
    return asked.getLast();
  }
}
