package dev.hearth.evidence.diagnosis;

import dev.hearth.planning.Version;
import dev.hearth.planning.data.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules: {@code rules.yaml}, and a person's own. */
public final class RuleBook {
  private final List<Rule> rules;
  private final List<VersionMark> marks;

  RuleBook(List<Rule> rules, List<VersionMark> marks) {
    this.rules = List.copyOf(rules);
    this.marks = List.copyOf(marks);
  }

  /**
   * How a service's log names its version.
   *
   * @param step whose first group is the version
   */
  record VersionMark(String service, Step step) {}

  /** A service and its version, as a line named them. */
  record Named(String service, Version version) {}

  /** The rules of this program, read once. */
  public static RuleBook load() {
    return Loaded.BOOK;
  }

  private static final class Loaded {
    private static final RuleBook BOOK =
        Entry.resource(RuleBook.class, "rules.yaml", RuleReader::book);
  }

  /** Reads rules from a text, as those of a person's own. */
  public static RuleBook parse(String name, String text) {
    return Entry.parse(name, text, RuleReader::book);
  }

  /** These rules with others laid over them: of two with one id, the last wins. */
  public RuleBook with(List<RuleBook> others) {
    Map<String, Rule> byId = new LinkedHashMap<>();
    rules.forEach(rule -> byId.put(rule.id(), rule));
    others.forEach(other -> other.rules.forEach(rule -> byId.put(rule.id(), rule)));
    List<VersionMark> all = new ArrayList<>(marks);
    others.forEach(other -> all.addAll(other.marks));
    return new RuleBook(List.copyOf(byId.values()), all);
  }

  /** The rules, in their order. */
  public List<Rule> rules() {
    return rules;
  }

  /** The version that a line names. */
  Optional<Named> mark(String line) {
    for (VersionMark mark : marks) {
      try {
        Optional<Named> named =
            mark.step()
                .group(line)
                .flatMap(Version::parse)
                .map(version -> new Named(mark.service(), version));
        if (named.isPresent()) {
          return named;
        }
      } catch (Impatience _) {
        // A version that takes too long to find is not known.
      }
    }
    return Optional.empty();
  }
}
