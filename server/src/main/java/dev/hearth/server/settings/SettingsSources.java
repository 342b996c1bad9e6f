package dev.hearth.server.settings;

import java.util.List;
import java.util.Map;

/**
 * Where settings come from, each stronger than the one before: files in their order, environment,
 * command line.
 *
 * @param files {@code hearth.yaml}, then {@code hearth-<profile>.yaml}, where they exist
 * @param environment all variables of the process
 * @param overrides from the command line: key as in hearth.yaml, and value
 */
public record SettingsSources(
    List<YamlFile> files, Map<String, String> environment, Map<String, String> overrides) {
  public SettingsSources {
    files = List.copyOf(files);
    environment = Map.copyOf(environment);
    overrides = Map.copyOf(overrides);
  }

  /** The environment variable that names the profile where {@code --profile} does not. */
  public static final String PROFILE_VARIABLE = "APP_PROFILE";

  /** A file's name, as messages show it, and its content. */
  public record YamlFile(String name, String text) {}
}
