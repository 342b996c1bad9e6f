package dev.hearth.machine.host;

import dev.hearth.machine.Json;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the daemon's configuration file decides.
 *
 * @param dataRoot where images and volumes lie, if it says
 * @param runtimes the names it may start containers with
 * @param cdi whether CDI devices are switched on or off, if it says
 */
record DockerSettings(Optional<String> dataRoot, Set<String> runtimes, Optional<Boolean> cdi) {
  /** The runtime that is always there. */
  private static final String BUILT_IN = "runc";

  DockerSettings {
    runtimes = Set.copyOf(runtimes);
  }

  /** The settings of a file, or those without any where it does not exist. */
  static Reading<DockerSettings> read(Machine machine, String path) {
    return machine.exists(path)
        ? machine.text(path).flatMap(text -> parse(text, path))
        : Reading.known(new DockerSettings(Optional.empty(), Set.of(BUILT_IN), Optional.empty()));
  }

  static Reading<DockerSettings> parse(String text, String path) {
    return text.isBlank()
        ? Reading.unknown(path + " is empty")
        : Json.parse(text, path).map(DockerSettings::of);
  }

  private static DockerSettings of(Json json) {
    Set<String> runtimes = new TreeSet<>(Set.of(BUILT_IN));
    if (json.member("runtimes").orElse(new Json.Nothing())
        instanceof Json.Members(Map<String, Json> byName)) {
      runtimes.addAll(byName.keySet());
    }
    return new DockerSettings(
        // The second is what it was called before 17.05; both still count.
        json.text("data-root").or(() -> json.text("graph")).filter(AbsolutePath::fits),
        runtimes,
        json.member("features").flatMap(features -> features.truth("cdi")));
  }
}
