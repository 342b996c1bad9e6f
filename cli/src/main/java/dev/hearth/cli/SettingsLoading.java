package dev.hearth.cli;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.server.settings.Settings;
import dev.hearth.server.settings.SettingsOutcome;
import dev.hearth.server.settings.SettingsReader;
import dev.hearth.server.settings.SettingsSources;
import dev.hearth.server.settings.SettingsSources.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code hearth.yaml}, its profile's overlay, the environment and the options into one. */
final class SettingsLoading {
  private SettingsLoading() {}

  /**
   * The settings, with notes printed; every problem is printed before this gives up.
   *
   * @param file named by the user; otherwise {@code hearth.yaml} here or in the configuration
   *     folder
   * @param profile of the overlay {@code hearth-<profile>.yaml} beside the file
   */
  static Settings load(
      Terminal terminal,
      Places places,
      Optional<Path> file,
      Optional<String> profile,
      Map<String, String> overrides) {
    List<YamlFile> files = files(places, file, profile.or(() -> fromEnvironment(terminal)));
    var sources = new SettingsSources(files, terminal.environment(), overrides);
    return switch (SettingsReader.read(sources)) {
      case SettingsOutcome.Accepted(Settings settings, List<String> notes) -> {
        notes.forEach(note -> terminal.err().println("hearth: " + note));
        yield settings;
      }
      case SettingsOutcome.Refused(List<Problem> problems) -> {
        problems.stream()
            .limit(problems.size() - 1L)
            .forEach(problem -> Problems.print(terminal, problem));
        throw new ProblemException(problems.getLast());
      }
    };
  }

  private static Optional<String> fromEnvironment(Terminal terminal) {
    return Optional.ofNullable(terminal.environment().get(SettingsSources.PROFILE_VARIABLE))
        .filter(name -> !name.isBlank());
  }

  private static List<YamlFile> files(
      Places places, Optional<Path> named, Optional<String> profile) {
    Optional<Path> base = named.or(() -> found(places));
    List<YamlFile> files = new ArrayList<>();
    base.ifPresent(path -> files.add(read(path)));
    profile.ifPresent(name -> {
      Path folder =
          base.map(Path::toAbsolutePath).map(Path::getParent).orElse(places.configuration());
      files.add(read(folder.resolve("hearth-" + name + ".yaml")));
    });
    return files;
  }

  private static Optional<Path> found(Places places) {
    return List.of(Path.of("hearth.yaml"), places.configuration().resolve("hearth.yaml")).stream()
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static YamlFile read(Path file) {
    try {
      return new YamlFile(file.toString(), Files.readString(file));
    } catch (IOException unreadable) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.BAD_SETTING,
              "The settings file " + file + " cannot be read",
              unreadable.getClass().getSimpleName(),
              "Create it, or choose another with --config or --profile."),
          unreadable);
    }
  }
}
