package dev.hearth.deployment.manager;

import dev.hearth.planning.Backend;
import dev.hearth.planning.Version;
import dev.hearth.planning.service.LogRule;
import dev.hearth.planning.service.LogRule.Meaning;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a log says of where a service computes. Pure.
 *
 * @param rule the one that decides; empty where the log says nothing
 * @param line the line it was found in
 */
public record LogVerdict(Optional<LogRule> rule, String line) {
  /** A model's loader tries several distributions over its devices, and uses the last. */
  private static final Pattern OFFLOADED = Pattern.compile("offloaded \\d+/\\d+ layers");

  /** The order in which meanings outweigh each other. */
  private static final List<Meaning> WEIGHTS =
      List.of(Meaning.ON_CPU, Meaning.FAILED, Meaning.ACCELERATED);

  /** What the deciding line means. */
  public Optional<Meaning> meaning() {
    return rule.map(LogRule::meaning);
  }

  /**
   * Judges a log.
   *
   * @param lines as the manager gives them; they are joined and their colours removed here
   * @param rules of the service
   * @param backend where it should compute
   * @param version of the service; empty where it is not known, and then every rule counts
   */
  public static LogVerdict of(
      List<String> lines, List<LogRule> rules, Backend backend, Optional<Version> version) {
    List<LogRule> applying =
        rules.stream().filter(rule -> applies(rule, backend, version)).toList();
    List<String> counted = withLastOffload(LogText.of(lines));
    for (Meaning meaning : WEIGHTS) {
      for (LogRule rule : applying) {
        Optional<String> line =
            rule.meaning() == meaning ? last(counted, rule) : Optional.<String>empty();
        if (line.isPresent()) {
          return new LogVerdict(Optional.of(rule), line.get());
        }
      }
    }
    return new LogVerdict(Optional.empty(), "");
  }

  private static boolean applies(LogRule rule, Backend backend, Optional<Version> version) {
    return (rule.backends().isEmpty() || rule.backends().contains(backend))
        && version.stream().allMatch(rule.versions()::contains);
  }

  private static Optional<String> last(List<String> lines, LogRule rule) {
    return lines.reversed().stream()
        .filter(line -> rule.pattern().matcher(line).find())
        .findFirst();
  }

  private static List<String> withLastOffload(List<String> lines) {
    int last =
        IntStream.range(0, lines.size())
            .filter(index -> OFFLOADED.matcher(lines.get(index)).find())
            .max()
            .orElse(lines.size());
    return IntStream.range(0, lines.size())
        .filter(index -> index >= last || !OFFLOADED.matcher(lines.get(index)).find())
        .mapToObj(lines::get)
        .toList();
  }
}
