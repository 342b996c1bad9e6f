package dev.hearth.machine.host;

import dev.hearth.machine.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where Ollama keeps its models: as its service says, else in the home of its user, else in ours.
 */
final class OllamaFiles {
  private static final String VARIABLE = "OLLAMA_MODELS=";
  private static final String DROP_INS = "/etc/systemd/system/ollama.service.d";
  private static final String SERVICE_HOME = "/usr/share/ollama";

  private OllamaFiles() {}

  static Optional<String> models(Machine machine, Account account) {
    Optional<String> said = Optional.empty();
    for (String path : units(machine)) {
      Optional<String> here = machine.text(path).asOptional().flatMap(OllamaFiles::parseUnit);
      said = here.isPresent() ? here : said;
    }
    if (said.isPresent()) {
      return said;
    }
    return machine.exists(SERVICE_HOME)
        ? Optional.of(SERVICE_HOME + "/.ollama/models")
        : account.home().asOptional().map(home -> home + "/.ollama/models");
  }

  /** The unit of a distribution or an administrator, then what overrides its parts. */
  private static List<String> units(Machine machine) {
    List<String> paths = new ArrayList<>();
    String own = "/etc/systemd/system/ollama.service";
    paths.add(machine.exists(own) ? own : "/usr/lib/systemd/system/ollama.service");
    for (String name : machine.namesOrNone(DROP_INS)) {
      if (name.endsWith(".conf")) {
        paths.add(DROP_INS + "/" + name);
      }
    }
    return paths;
  }

  /** The folder in {@code Environment="OLLAMA_MODELS=/data/models"}, quoted or not. */
  static Optional<String> parseUnit(String unit) {
    Optional<String> found = Optional.empty();
    for (String line : unit.split("\n", -1)) {
      String text = line.strip();
      int start = text.indexOf(VARIABLE);
      if (text.startsWith("Environment=") && start > 0) {
        char quote = text.charAt(start - 1);
        char end = quote == '"' || quote == '\'' ? quote : ' ';
        String rest = text.substring(start + VARIABLE.length());
        int stop = rest.indexOf(end);
        found = Optional.of(stop < 0 ? rest : rest.substring(0, stop)).filter(AbsolutePath::fits);
      }
    }
    return found;
  }
}
