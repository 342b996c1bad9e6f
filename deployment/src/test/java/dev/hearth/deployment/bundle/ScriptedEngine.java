package dev.hearth.deployment.bundle;

import dev.hearth.machine.Command;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A container engine that has one image, whose usr/lib/ollama it copies out. */
final class ScriptedEngine implements CommandRunner {
  private final Map<String, Bundles.Item> content;
  private final List<String> lines = new ArrayList<>();
  private Predicate<String> failing = _ -> false;
  private boolean here = true;

  ScriptedEngine(Map<String, Bundles.Item> content) {
    this.content = content;
  }

  /** Its image must be fetched first. */
  ScriptedEngine withoutImage() {
    here = false;
    return this;
  }

  ScriptedEngine failingAt(String verb) {
    failing = verb::equals;
    return this;
  }

  List<String> lines() {
    return lines;
  }

  @Override
  public Finished run(Command command) {
    List<String> argv = command.argv();
    lines.add(String.join(" ", argv));
    String verb = argv.get(1);
    if (failing.test(verb)) {
      if (verb.equals("cp")) {
        copyHalf(Path.of(argv.getLast()));
      }
      throw new ProblemException(
          Problem.of(Problem.Kind.TIMED_OUT, verb + " was ended", "Run it by hand."));
    }
    return switch (verb) {
      case "image" -> inspect(argv);
      case "pull" -> {
        here = true;
        yield said("");
      }
      case "create" -> said("3f1c\n");
      case "cp" -> {
        FixedOllama.write(Path.of(argv.getLast()), content);
        yield said("");
      }
      default -> said("");
    };
  }

  private Finished inspect(List<String> argv) {
    if (argv.contains("--format")) {
      return said("4096\n");
    }
    return here ? said("[]") : new Finished(125, "", "no such image");
  }

  private void copyHalf(Path target) {
    Map<String, Bundles.Item> half = new java.util.TreeMap<>();
    content.entrySet().stream()
        .limit(content.size() / 2)
        .forEach(each -> half.put(each.getKey(), each.getValue()));
    FixedOllama.write(target, half);
  }

  private static Finished said(String text) {
    return new Finished(0, text, "");
  }
}
