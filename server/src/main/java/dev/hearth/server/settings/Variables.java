package dev.hearth.server.settings;

import dev.hearth.server.spelling.NearestName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the environment, in any case of letters; an empty variable counts as not set. */
final class Variables {
  private static final String ML = "MACHINE_LEARNING_";
  private static final String OWN = "HEARTH_";
  private static final Set<String> DEPRECATED =
      Set.of(ML + "PRELOAD__CLIP", ML + "PRELOAD__FACIAL_RECOGNITION");

  /** Every variable that means something here. */
  static final Set<String> EFFECTIVE =
      Keys.ALL.stream()
          .flatMap(key -> Stream.concat(Stream.of(key.ownVariable()), key.variables().stream()))
          .collect(Collectors.toUnmodifiableSet());

  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> spelling = new TreeMap<>();

  Variables(Map<String, String> environment) {
    // The exact upper-case spelling wins over others, whatever the order of the map.
    Map<String, String> sorted = new TreeMap<>(environment);
    sorted.forEach((name, value) -> put(name, value, false));
    sorted.forEach((name, value) -> put(name, value, true));
  }

  private void put(String name, String value, boolean exact) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (!value.isBlank() && (!exact || upper.equals(name))) {
      environment.put(upper, value);
      spelling.put(upper, name);
    }
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(environment.get(name));
  }

  /** The value of a key, from the strongest variable that is set. */
  Optional<Given> given(Key key) {
    return Stream.concat(Stream.of(key.ownVariable()), key.variables().stream())
        .filter(environment::containsKey)
        .findFirst()
        .map(name -> Given.of(key, text(name), spelling.getOrDefault(name, name)));
  }

  private String text(String name) {
    // no-color.org: present and not empty, whatever the value.
    return name.equals("NO_COLOR") ? "true" : environment.getOrDefault(name, "");
  }

  /** What the user should know about variables that do nothing. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    spelling.forEach((name, spelled) -> note(name, spelled).ifPresent(notes::add));
    return notes;
  }

  private static Optional<String> note(String name, String spelled) {
    String reason = Ineffective.VARIABLES.get(name);
    if (reason != null) {
      return Optional.of(spelled + " has no effect here because " + reason);
    }
    if (DEPRECATED.contains(name)) {
      return Optional.of(spelled + " is deprecated; set one variable for each part of the model");
    }
    if (EFFECTIVE.contains(name)) {
      return Optional.empty();
    }
    if (name.startsWith(ML)) {
      return Optional.of("Unknown variable " + spelled + "." + question(name, ML));
    }
    // The launcher and packages have HEARTH_ variables of their own: only likely slips are named.
    return Optional.of(question(name, OWN))
        .filter(question -> name.startsWith(OWN) && !question.isEmpty())
        .map(question -> "Unknown variable " + spelled + "." + question);
  }

  /** Compares what follows the prefix, which would make everything look near. */
  private static String question(String name, String prefix) {
    if (!name.startsWith(prefix)) {
      return "";
    }
    List<String> known =
        Stream.concat(EFFECTIVE.stream(), Ineffective.VARIABLES.keySet().stream())
            .filter(variable -> variable.startsWith(prefix))
            .map(variable -> variable.substring(prefix.length()))
            .sorted()
            .toList();
    return NearestName.of(name.substring(prefix.length()), known)
        .map(near -> " Did you mean '" + prefix + near + "'?")
        .orElse("");
  }
}
