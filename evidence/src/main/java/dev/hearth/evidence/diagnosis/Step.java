package dev.hearth.evidence.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * An expression that is looked for in one whole line. Nearly every line lacks the words without
 * which the expression cannot match, so these are looked for first: that is many times as fast.
 */
public final class Step {
  private static final int LONGEST_LINE = 1 << 13;

  private final Pattern pattern;
  private final List<String> clues;

  private Step(Pattern pattern) {
    this.pattern = pattern;
    this.clues = Clues.of(pattern.pattern());
  }

  static Optional<Step> parse(String expression) {
    try {
      return Optional.of(new Step(Pattern.compile(expression)));
    } catch (PatternSyntaxException _) {
      return Optional.empty();
    }
  }

  /** Words of which one is in every line that matches; empty where there are none. */
  List<String> clues() {
    return clues;
  }

  /** What the first group matched. */
  Optional<String> group(String line) {
    return match(line)
        .filter(found -> found.groupCount() > 0)
        .flatMap(found -> Optional.ofNullable(found.group(1)));
  }

  /** Whether a line matches. */
  boolean in(String line) {
    return match(line).isPresent();
  }

  private Optional<Matcher> match(String line) {
    if (!hasClue(line)) {
      return Optional.empty();
    }
    try {
      Matcher matcher = pattern.matcher(new Patience(cut(line)));
      return matcher.find() ? Optional.of(matcher) : Optional.empty();
    } catch (StackOverflowError _) {
      // A repeated group takes stack for each time; that the JDK does not bound.
      throw new Impatience();
    }
  }

  private static String cut(String line) {
    return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line;
  }

  private boolean hasClue(String line) {
    for (String clue : clues) {
      if (line.contains(clue)) {
        return true;
      }
    }
    return clues.isEmpty();
  }

  @Override
  public String toString() {
    return pattern.pattern();
  }
}
