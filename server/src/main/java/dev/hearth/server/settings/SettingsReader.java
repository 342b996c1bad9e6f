package dev.hearth.server.settings;

import dev.hearth.machine.Problem;
import dev.hearth.server.spelling.NearestName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the sources together, checks everything, and reports all that is wrong at once. */
public final class SettingsReader {
  /** Stands for the user's cache folder, which only the environment knows. */
  static final String HOME_CACHE = "~/.cache/hearth";

  /** The names of log levels, Immich's among them. */
  static final Map<String, System.Logger.Level> LEVELS = levels();

  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Given> given = new HashMap<>();
  private final Variables variables;

  private SettingsReader(Variables variables) {
    this.variables = variables;
  }

  /** Reads all sources; never throws. */
  public static SettingsOutcome read(SettingsSources sources) {
    return new SettingsReader(new Variables(sources.environment())).outcome(sources);
  }

  private SettingsOutcome outcome(SettingsSources sources) {
    sources.files().forEach(file -> given.putAll(YamlKeys.read(file, problems::add)));
    for (Key key : Keys.ALL) {
      variables.given(key).ifPresent(value -> given.put(key.name(), value));
    }
    sources.overrides().forEach(this::override);
    Map<String, List<Object>> values = new HashMap<>();
    Keys.ALL.forEach(key -> values.put(key.name(), values(key)));
    if (!problems.isEmpty()) {
      return new SettingsOutcome.Refused(problems);
    }
    Settings settings = new SettingsAssembly(values, variables).settings();
    checkTogether(settings.http());
    return problems.isEmpty()
        ? new SettingsOutcome.Accepted(settings, notes(settings.compute()))
        : new SettingsOutcome.Refused(problems);
  }

  /** What is accepted and does nothing is said. */
  private List<String> notes(Settings.Compute compute) {
    List<String> notes = new ArrayList<>(variables.notes());
    Map.of(
            "openvino_precision", compute.openvinoPrecision(),
            "rocm_precision", compute.rocmPrecision())
        .forEach((key, precision) -> {
          Given source = given.get(key);
          if (precision == Settings.Precision.FP16 && source != null) {
            notes.add(
                source.where()
                    + ": "
                    + key
                    + " FP16 has no effect here because models are computed in their own precision");
          }
        });
    return notes;
  }

  private void override(String name, String text) {
    Key key = Keys.BY_NAME.get(name);
    if (key == null) {
      String nearest = NearestName.question(name, Keys.BY_NAME.keySet()).strip();
      bad("Command line: unknown key '" + name + "'", nearest);
    } else {
      given.put(name, Given.of(key, text, "Command line: " + name));
    }
  }

  private List<Object> values(Key key) {
    Given source = given.getOrDefault(key.name(), Given.of(key, key.fallback(), "default"));
    List<Object> values = new ArrayList<>();
    for (String text : source.values()) {
      if (text.isBlank() && (key.form().many() || key.fallback().isEmpty())) {
        continue;
      }
      try {
        values.add(key.form().read(text));
      } catch (Form.NotOfThisForm wrong) {
        bad(
            source.where() + ": '" + key.name() + "' is " + quoted(key, text),
            "It must be " + wrong.getMessage());
      }
    }
    return values;
  }

  /** A value for a message: secrets stay hidden, long texts are cut. */
  private static String quoted(Key key, String text) {
    if (key.name().endsWith("token")) {
      return "not usable";
    }
    String oneLine = text.replaceAll("\\p{Cntrl}", " ");
    return "'" + (oneLine.length() > 60 ? oneLine.substring(0, 60) + "…" : oneLine) + "'";
  }

  private void checkTogether(HttpSettings http) {
    if (http.bufferedLimit() < http.bodyLimit()) {
      Given source = given.get("buffered_limit");
      bad(
          (source == null ? "buffered_limit" : source.where())
              + ": buffered_limit is smaller than body_limit",
          "Then no photo of that size could ever be taken; raise buffered_limit or lower"
              + " body_limit.");
    }
  }

  private void bad(String what, String remedy) {
    problems.add(Problem.of(Problem.Kind.BAD_SETTING, what, remedy));
  }

  private static Map<String, System.Logger.Level> levels() {
    Map<String, System.Logger.Level> levels = new LinkedHashMap<>();
    levels.put("verbose", System.Logger.Level.TRACE);
    levels.put("debug", System.Logger.Level.DEBUG);
    levels.put("log", System.Logger.Level.INFO);
    levels.put("info", System.Logger.Level.INFO);
    levels.put("warning", System.Logger.Level.WARNING);
    levels.put("warn", System.Logger.Level.WARNING);
    levels.put("error", System.Logger.Level.ERROR);
    levels.put("critical", System.Logger.Level.ERROR);
    levels.put("fatal", System.Logger.Level.ERROR);
    return levels;
  }
}
