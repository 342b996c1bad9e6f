package dev.hearth.deployment.bundle;

import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An Ollama that is installed as a program.
 *
 * @param program with links resolved: /usr/local/bin/ollama
 * @param libraries its folder of libraries: /usr/local/lib/ollama
 * @param version what the program says of itself
 */
public record OllamaInstallation(Path program, Path libraries, Reading<OllamaVersion> version) {
  /** In the order in which Ollama's own installer looks for a place. */
  private static final List<String> PROGRAMS =
      List.of("/usr/local/bin/ollama", "/usr/bin/ollama", "/bin/ollama");

  private static final String MANIFEST = "hearth/ollama-bundle.json";

  /** The Ollama of a machine; empty where there is none in the usual places. */
  public static Optional<OllamaInstallation> find(Machine machine) {
    return PROGRAMS.stream().filter(machine::exists).findFirst().flatMap(path -> at(machine, path));
  }

  /**
   * The Ollama of a program that is named, as a unit starts it.
   *
   * @param program a path; where it is a link, the libraries lie beside what it leads to
   */
  public static Optional<OllamaInstallation> at(Machine machine, String program) {
    return machine
        .realPath(program)
        .asOptional()
        .filter(machine::exists)
        .map(Path::of)
        .map(real -> new OllamaInstallation(real, libraries(machine, real), said(machine, real)));
  }

  /** The same where its version was learnt in another way, as from its server. */
  public OllamaInstallation of(OllamaVersion other) {
    return new OllamaInstallation(program, libraries, Reading.known(other));
  }

  /** {@code ../lib/ollama} of the program, the way Ollama itself looks for it. */
  private static Path libraries(Machine machine, Path program) {
    Path folder = program.resolve("../../lib/ollama").normalize();
    return machine.realPath(folder.toString()).map(Path::of).orElse(folder);
  }

  private static Reading<OllamaVersion> said(Machine machine, Path program) {
    return machine.output(program.toString(), "-v").flatMap(finished -> version(program, finished));
  }

  private static Reading<OllamaVersion> version(Path program, Finished finished) {
    return OllamaVersion.parse(finished.stdout() + "\n" + finished.stderr())
        .map(Reading::known)
        .orElseGet(() -> Reading.unknown(program + " -v names no version"));
  }

  /**
   * The version, where a step cannot go on without it.
   *
   * @throws ProblemException where it is not known
   */
  public OllamaVersion requireVersion() {
    return switch (version) {
      case Reading.Known<OllamaVersion>(OllamaVersion known) -> known;
      case Reading.Unknown<OllamaVersion>(String reason) ->
          throw new ProblemException(
              new Problem(
                  Problem.Kind.UNAVAILABLE,
                  "The version of the installed Ollama is not known, and its libraries must match"
                      + " it",
                  reason,
                  "Run " + program + " -v; install a released Ollama where it names no version."));
    };
  }

  /**
   * Where a bundle of Hearth is recorded: beside the libraries' folder, since Ollama's installer
   * removes that folder whole.
   */
  public Path manifest() {
    return libraries.resolveSibling(MANIFEST);
  }

  /** The folders of ROCm libraries that are there, of whatever layout. */
  public List<String> bundles(Machine machine) {
    return machine.namesOrNone(libraries.toString()).stream()
        .filter(Layout::isAnyFolder)
        .filter(name -> !machine.namesOrNone(libraries.resolve(name).toString()).isEmpty())
        .toList();
  }
}
