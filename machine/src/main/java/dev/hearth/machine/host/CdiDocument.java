package dev.hearth.machine.host;

import dev.hearth.machine.Reading;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The text of one CDI specification, YAML or JSON. Unknown keys are passed over: newer versions of
 * nvidia-ctk write more than older ones.
 *
 * @param kind vendor and class
 * @param devices the names it offers
 * @param hostPaths each library, program and device node of the host that it names, once
 * @param driverVersion what its hooks and libraries say; empty where they say nothing
 */
record CdiDocument(String kind, List<String> devices, Set<String> hostPaths, String driverVersion) {
  /** A host with 16 GPUs and all of MIG's instances stays well below. */
  private static final int LONGEST = 4 << 20;

  /** What is looked at: aliases can make a small text as large as they like. */
  private static final int MOST = 20_000;

  private static final String VERSION_ARGUMENT = "--host-driver-version=";

  static Reading<CdiDocument> parse(String text) {
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(LONGEST).setMaxAliasesForCollections(50).build();
    try {
      return of(new Load(settings).loadFromString(text));
    } catch (MarkedYamlEngineException e) {
      String line = e.getProblemMark().map(mark -> " in line " + (mark.getLine() + 1)).orElse("");
      return Reading.unknown("cannot be read as YAML" + line + ": " + e.getProblem());
    } catch (YamlEngineException | IllegalArgumentException e) {
      // Tags such as !!int let the JDK's own exceptions through.
      return Reading.unknown("cannot be read as YAML: " + e.getMessage());
    } catch (StackOverflowError _) {
      return Reading.unknown("cannot be read as YAML: it is nested too deeply");
    }
  }

  private static Reading<CdiDocument> of(@Nullable Object root) {
    if (!(root instanceof Map<?, ?> document)) {
      return Reading.unknown("holds no CDI specification");
    }
    Optional<String> kind = word(document.get("kind")).filter(text -> text.contains("/"));
    if (kind.isEmpty()) {
      return Reading.unknown("names no kind such as nvidia.com/gpu");
    }
    List<Map<?, ?>> offers = maps(document.get("devices")).toList();
    List<Map<?, ?>> edits =
        Stream.concat(Stream.of(document), offers.stream())
            .flatMap(part -> map(part.get("containerEdits")))
            .limit(MOST)
            .toList();
    return Reading.known(
        new CdiDocument(
            kind.get(),
            offers.stream().flatMap(offer -> word(offer.get("name")).stream()).toList(),
            hostPaths(edits),
            driverVersion(edits)));
  }

  private static Set<String> hostPaths(List<Map<?, ?>> edits) {
    Set<String> paths = new LinkedHashSet<>();
    Stream.of(
            parts(edits, "deviceNodes").map(node -> first(node, "hostPath", "path")),
            parts(edits, "mounts").map(mount -> first(mount, "hostPath")),
            parts(edits, "hooks").map(hook -> first(hook, "path")))
        .flatMap(found -> found)
        .flatMap(Optional::stream)
        .filter(path -> path.startsWith("/"))
        .forEach(paths::add);
    return paths;
  }

  private static String driverVersion(List<Map<?, ?>> edits) {
    Optional<String> told =
        parts(edits, "hooks")
            .flatMap(hook -> list(hook.get("args")))
            .map(String::valueOf)
            .filter(argument -> argument.startsWith(VERSION_ARGUMENT))
            .map(argument -> argument.substring(VERSION_ARGUMENT.length()))
            .findFirst();
    List<String> libraries =
        parts(edits, "mounts").flatMap(mount -> first(mount, "hostPath").stream()).toList();
    return told.or(() -> version(libraries, path -> path.contains("/libcuda.so.")))
        .or(() -> version(libraries, path -> path.contains("/libnvidia-ml.so.")))
        .or(() -> version(libraries, path -> path.contains("/libnvidia-")))
        .orElse("");
  }

  /** The first driver's version in these names: 550.163.01, and not the 1.1 of WSL's library. */
  private static Optional<String> version(List<String> libraries, Predicate<String> which) {
    return libraries.stream()
        .filter(which)
        .map(path -> path.substring(path.lastIndexOf(".so.") + ".so.".length()))
        .filter(version -> version.indexOf('.') >= 3 && Character.isDigit(version.charAt(0)))
        .findFirst();
  }

  private static Stream<Map<?, ?>> parts(List<Map<?, ?>> edits, String key) {
    return edits.stream().flatMap(edit -> maps(edit.get(key))).limit(MOST);
  }

  private static Optional<String> first(Map<?, ?> part, String... keys) {
    return Stream.of(keys).flatMap(key -> word(part.get(key)).stream()).findFirst();
  }

  private static Stream<Map<?, ?>> maps(@Nullable Object value) {
    return list(value).flatMap(CdiDocument::map);
  }

  private static Stream<Map<?, ?>> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? Stream.of(map) : Stream.empty();
  }

  private static Stream<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? new ArrayList<Object>(list).stream() : Stream.empty();
  }

  /** A name of digits may come without quotes. */
  private static Optional<String> word(@Nullable Object value) {
    return switch (value) {
      case String text when !text.isBlank() -> Optional.of(text.strip());
      case Number number -> Optional.of(number.toString());
      case null, default -> Optional.empty();
    };
  }
}
