package dev.hearth.cli;

import dev.hearth.machine.Command;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.usage.Invocation;
import dev.hearth.machine.usage.ProcessId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The line that starts Hearth's engine once more, without an accelerator: the program, the folders
 * and the settings of the one that runs, on a port that the system chooses.
 */
final class OwnTwin {
  private static final Duration LONGEST = Duration.ofDays(1);

  /**
   * What a twin has in common with the one that runs; the rest says where it listens, and fetches.
   */
  private static final List<String> KEPT = List.of("--config", "--profile", "--models", "--cache");

  private static final String SELF = "self";
  private static final String CACHE = "MACHINE_LEARNING_CACHE_FOLDER";

  private OwnTwin() {}

  /**
   * How it is started.
   *
   * @param engine the number of the one that runs; empty where nobody can see it
   */
  static Reading<Command> command(Machine machine, Optional<String> engine) {
    return serving(machine, engine).map(command -> apart(machine, command));
  }

  /**
   * In a session of its own, as the one that runs most likely is: Linux shares the processors out
   * among sessions first, and Ctrl-C goes to all of one.
   */
  private static Command apart(Machine machine, Command command) {
    List<String> argv = new ArrayList<>(machine.program("setsid").stream().toList());
    argv.addAll(command.argv());
    return new Command(argv, command.deadline(), command.environment(), command.folder());
  }

  private static Reading<Command> serving(Machine machine, Optional<String> engine) {
    String owner = ProcessId.own(machine).orElse("");
    Optional<Invocation> running = engine.flatMap(pid -> Invocation.of(machine, pid).asOptional());
    if (running.isPresent() && Invocation.sameFiles(machine, SELF, engine.get())) {
      return Reading.known(
          command(running.get(), kept(running.get().words()), given(running.get()), owner));
    }
    List<String> folder = running.map(each -> seenFromHere(engine.get(), each)).orElse(List.of());
    return Invocation.of(machine, SELF)
        .flatMap(own ->
            own.words().contains(OwnEngine.MAIN)
                ? Reading.known(command(own, folder, Map.of(), owner))
                : Reading.unknown("this program was not started by its launcher"));
  }

  private static Command command(
      Invocation program, List<String> more, Map<String, String> environment, String owner) {
    List<String> words = program.words();
    List<String> argv = new ArrayList<>(List.of(program.program()));
    argv.addAll(words.subList(1, words.indexOf(OwnEngine.MAIN) + 1));
    argv.addAll(
        List.of("up", "--backend", "cpu", "--host", "127.0.0.1", "--port", "0", "--no-starter"));
    argv.addAll(List.of(OwnEngine.ENDS_WITH, owner));
    argv.addAll(more);
    Map<String, String> given = new LinkedHashMap<>(environment);
    // A model that it cannot find is not to be fetched for a measurement.
    given.put("HF_HUB_OFFLINE", "1");
    return new Command(argv, LONGEST, given, Optional.of(Path.of(program.folder())));
  }

  private static List<String> kept(List<String> words) {
    List<String> kept = new ArrayList<>();
    for (int at = 0; at < words.size(); at++) {
      String word = words.get(at);
      if (KEPT.contains(word) && at + 1 < words.size()) {
        kept.addAll(List.of(word, words.get(++at)));
      } else if (KEPT.stream().anyMatch(option -> word.startsWith(option + "="))) {
        kept.add(word);
      }
    }
    return kept;
  }

  /** What it was given, but for the terminal, which is not the twin's. */
  private static Map<String, String> given(Invocation running) {
    Map<String, String> given = new LinkedHashMap<>(running.environment());
    given.put("TERM", "dumb");
    return given;
  }

  /** The folder with models of one in a container, as it is reached from outside. */
  private static List<String> seenFromHere(String pid, Invocation running) {
    return Optional.ofNullable(running.environment().get(CACHE))
        .map(folder ->
            List.of("--models", ProcessId.folder(Integer.parseInt(pid)) + "/root" + folder))
        .orElse(List.of());
  }
}
