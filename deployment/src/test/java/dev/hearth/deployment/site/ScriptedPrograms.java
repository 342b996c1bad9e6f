package dev.hearth.deployment.site;

import dev.hearth.machine.Command;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Programs that answer as told by the beginning of their line; others cannot be started. */
final class ScriptedPrograms implements CommandRunner {
  private final Map<String, Finished> answers = new LinkedHashMap<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  ScriptedPrograms answering(String line, String stdout) {
    answers.put(line, new Finished(0, stdout, ""));
    return this;
  }

  ScriptedPrograms failing(String line, String stderr) {
    answers.put(line, new Finished(1, "", stderr));
    return this;
  }

  List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public Finished run(Command command) {
    String line = String.join(" ", command.argv());
    asked.add(line);
    return answers.entrySet().stream()
        .filter(each -> line.startsWith(each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(
            () -> new ProblemException(Problem.Kind.NOT_FOUND, line + " cannot be started", ""));
  }
}
