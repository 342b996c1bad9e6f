package dev.hearth.evidence.diagnosis;

import dev.hearth.planning.data.Entry;
import dev.hearth.planning.data.Versions;
import java.util.HashSet;
import java.util.List;

/** Reads {@code rules.yaml}. */
final class RuleReader {
  private static final int WITHIN = 40;

  private RuleReader() {}

  static RuleBook book(Entry file) {
    List<RuleBook.VersionMark> marks = file.children("versions", RuleReader::mark);
    List<Rule> rules = file.children("rules", RuleReader::rule);
    if (rules.stream().map(Rule::id).distinct().count() < rules.size()) {
      throw file.wrong("a rule is listed twice");
    }
    return new RuleBook(rules, marks);
  }

  private static RuleBook.VersionMark mark(Entry entry) {
    return new RuleBook.VersionMark(entry.text("service"), entry.as("pattern", Step::parse));
  }

  private static Rule rule(Entry entry) {
    return new Rule(
        entry.text("id"),
        new HashSet<>(entry.texts("services")),
        Versions.range(entry),
        entry.flag("versionKnown"),
        shape(entry),
        new Rule.Weight(
            entry.as("severity", Severity::of),
            entry.as("confidence", Confidence::of),
            new HashSet<>(entry.texts("besides"))),
        text(entry));
  }

  private static Rule.Shape shape(Entry entry) {
    List<Step> steps = entry.listAs("match", Step::parse);
    if (steps.isEmpty()) {
      throw entry.wrong("match must hold at least one expression");
    }
    return new Rule.Shape(
        steps,
        number(entry, "within", WITHIN),
        number(entry, "times", 1),
        entry.listAs("breaks", Step::parse),
        entry.listAs("clears", Step::parse),
        entry.listAs("without", Step::parse));
  }

  private static int number(Entry entry, String key, int otherwise) {
    if (!entry.has(key)) {
      return otherwise;
    }
    long number = entry.number(key);
    if (number < 1 || number > Integer.MAX_VALUE) {
      throw entry.wrong(key + " must be 1 or more");
    }
    return (int) number;
  }

  private static Rule.Text text(Entry entry) {
    List<String> sources = entry.texts("sources");
    if (sources.isEmpty()) {
      throw entry.wrong("sources must name at least one");
    }
    return new Rule.Text(entry.text("meaning"), entry.text("remedy"), sources);
  }
}
