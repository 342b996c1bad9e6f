package dev.hearth.deployment.site;

import dev.hearth.deployment.unit.Words;
import dev.hearth.machine.Command;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.plan.Present;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Programs that systemd runs, as it tells. */
record Units(Machine machine, CommandRunner runner, Optional<Path> home) {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final String PROPERTIES =
      "LoadState,FragmentPath,SourcePath,DropInPaths,ExecStart,MainPID,User,Environment";
  private static final Pattern PROGRAM = Pattern.compile("\\{ path=([^;]+?) ; ");
  private static final Path SYSTEM = Path.of("/etc/systemd/system");

  /** The unit of a name, of the system or of this user; empty where there is none. */
  Optional<Installation.Unit> find(String unit, boolean user) {
    if (machine.program("systemctl").isEmpty()) {
      return Optional.empty();
    }
    List<String> argv = new ArrayList<>(List.of("systemctl"));
    if (user) {
      argv.add("--user");
    }
    argv.addAll(List.of("show", unit, "--no-pager", "--property=" + PROPERTIES));
    try {
      Finished finished = runner.run(new Command(argv, DEADLINE));
      return parse(unit, finished.stdout()).flatMap(shown -> installation(shown, user));
    } catch (ProblemException _) {
      return Optional.empty(); // no systemd, or none that answers
    }
  }

  /**
   * What systemd shows of a unit.
   *
   * @param fragment its file
   * @param source the file that a generator made it of
   * @param dropIns files beside it
   * @param program what it starts
   * @param pid its process; empty where it does not run
   */
  record Shown(
      String unit,
      Optional<Path> fragment,
      Optional<Path> source,
      List<Path> dropIns,
      Path program,
      Optional<Integer> pid,
      Map<String, String> environment) {
    Shown {
      dropIns = List.copyOf(dropIns);
      environment = Map.copyOf(environment);
    }

    /** Whether it runs a container, and is not the place to edit that. */
    boolean container() {
      return source.isPresent()
          || List.of("podman", "docker").contains(String.valueOf(program.getFileName()));
    }
  }

  /** The unit in what {@code systemctl show} prints; empty where it is not there. */
  static Optional<Shown> parse(String unit, String text) {
    Map<String, String> values = new LinkedHashMap<>();
    text.lines()
        .filter(line -> line.indexOf('=') > 0)
        .forEach(line ->
            values.putIfAbsent(
                line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    Matcher program = PROGRAM.matcher(values.getOrDefault("ExecStart", ""));
    if (!"loaded".equals(values.get("LoadState")) || !program.find()) {
      return Optional.empty();
    }
    return path(program.group(1))
        .map(path ->
            new Shown(
                unit,
                path(values.getOrDefault("FragmentPath", "")),
                path(values.getOrDefault("SourcePath", "")),
                words(values.getOrDefault("DropInPaths", "")).stream()
                    .flatMap(each -> path(each).stream())
                    .toList(),
                path,
                Optional.ofNullable(values.get("MainPID"))
                    .filter(number -> number.matches("[1-9]\\d{0,8}"))
                    .map(Integer::valueOf),
                Environments.of(words(values.getOrDefault("Environment", "")))));
  }

  private static List<String> words(String value) {
    return Words.split(value).stream().map(Words.Word::text).toList();
  }

  private static Optional<Path> path(String text) {
    return text.startsWith("/") && text.indexOf('\0') < 0
        ? Optional.of(Path.of(text))
        : Optional.empty();
  }

  private Optional<Installation.Unit> installation(Shown shown, boolean user) {
    Optional<Path> folder =
        user ? home.map(path -> path.resolve(".config/systemd/user")) : Optional.of(SYSTEM);
    if (shown.container() || folder.isEmpty()) {
      return Optional.empty();
    }
    Present present =
        new Present(
            shown.unit().replaceFirst("\\.service$", ""),
            Supervisor.SYSTEMD,
            Engine.NONE,
            user,
            Optional.empty(),
            shown.environment(),
            List.of(),
            true,
            List.of());
    return Optional.of(
        new Installation.Unit(
            present,
            shown.unit(),
            shown.fragment(),
            folder.get().resolve(shown.unit() + ".d"),
            shown.program(),
            user));
  }
}
