package dev.hearth.machine.host;

import dev.hearth.machine.Finished;
import dev.hearth.machine.Reading;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code docker info} answers.
 *
 * @param version the daemon's
 * @param desktop whether it is Docker Desktop
 * @param rootless whether it runs without root
 * @param runtimes the names it may start containers with
 */
record DockerAnswer(String version, boolean desktop, boolean rootless, Set<String> runtimes) {
  /** One fact a line; these fields are in all versions since 17.05. */
  static final String TEMPLATE =
      "{{.ServerVersion}}{{println}}{{.OperatingSystem}}{{println}}{{.SecurityOptions}}"
          + "{{println}}{{range $name, $runtime := .Runtimes}}{{$name}} {{end}}";

  /** Apart, since clients before 25 know no such field, and print nothing at all then. */
  static final String CDI_TEMPLATE = "{{len .CDISpecDirs}}";

  DockerAnswer {
    runtimes = Set.copyOf(runtimes);
  }

  static Reading<DockerAnswer> parse(Finished finished) {
    List<String> lines = finished.stdout().lines().map(String::strip).toList();
    if (!finished.succeeded() || lines.size() < 3 || lines.getFirst().isEmpty()) {
      return Reading.unknown("docker info does not answer: " + complaint(finished));
    }
    Set<String> runtimes = new TreeSet<>();
    if (lines.size() > 3) {
      for (String name : Words.of(lines.get(3))) {
        // Two names that containerd gives the built-in one.
        if (!name.startsWith("io.containerd.")) {
          runtimes.add(name);
        }
      }
    }
    return Reading.known(
        new DockerAnswer(
            lines.getFirst(),
            lines.get(1).equals("Docker Desktop"),
            lines.get(2).contains("name=rootless"),
            runtimes));
  }

  /** How many folders of CDI specifications the daemon looks into: none where CDI is off. */
  static Reading<Boolean> parseCdi(Finished finished) {
    String number = finished.stdout().strip();
    return finished.succeeded() && UserDatabase.number(number).isPresent()
        ? Reading.known(!number.equals("0"))
        : Reading.unknown("docker info does not tell its CDI folders: " + complaint(finished));
  }

  private static String complaint(Finished finished) {
    String said = finished.stderr().strip();
    String last = said.substring(said.lastIndexOf('\n') + 1);
    return last.isEmpty() ? "exit code " + finished.exitCode() : last;
  }
}
