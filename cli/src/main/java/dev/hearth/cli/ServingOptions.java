package dev.hearth.cli;

import dev.hearth.server.settings.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command over settings and models takes. */
final class ServingOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings; otherwise hearth.yaml here or in ~/.config/hearth.")
  @Nullable Path config;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Lay hearth-NAME.yaml over the settings (or set APP_PROFILE).")
  @Nullable String profile;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "One more folder with models in Immich's layout; repeatable, never written.")
  List<Path> models = List.of();

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = "Where models are kept (MACHINE_LEARNING_CACHE_FOLDER).")
  @Nullable Path cache;

  /** The settings with these options laid over them, and any more. */
  Settings load(Terminal terminal, Places places, Map<String, String> more) {
    Map<String, String> overrides = new LinkedHashMap<>(more);
    if (!models.isEmpty()) {
      overrides.put(
          "model_folders", models.stream().map(Path::toString).collect(Collectors.joining(",")));
    }
    if (cache != null) {
      overrides.put("cache_folder", cache.toString());
    }
    return SettingsLoading.load(
        terminal, places, Optional.ofNullable(config), Optional.ofNullable(profile), overrides);
  }
}
