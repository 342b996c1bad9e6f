package dev.hearth.evidence.diagnosis;

import java.util.ArrayList;
import java.util.List;

/**
 * The words that an expression cannot do without: for each of its alternatives, the longest run of
 * plain letters that stands outside of groups and classes and is not optional. Pure.
 */
final class Clues {
  private static final int SHORTEST = 3;
  private static final String QUANTIFIERS = "?*{";
  private static final String SIGNS = ".^$+";

  private final String expression;
  private final List<String> found = new ArrayList<>();
  private final StringBuilder run = new StringBuilder();
  private String longest = "";

  private Clues(String expression) {
    this.expression = expression;
  }

  /** One for each alternative; none where one of them has none. */
  static List<String> of(String expression) {
    if (expression.contains("(?i") || expression.contains("\\Q")) {
      return List.of();
    }
    Clues clues = new Clues(expression);
    clues.read();
    return clues.found.stream().allMatch(each -> each.length() >= SHORTEST)
        ? List.copyOf(clues.found)
        : List.of();
  }

  private void read() {
    int at = 0;
    while (at < expression.length()) {
      at = next(at);
    }
    endAlternative();
  }

  private int next(int at) {
    char letter = expression.charAt(at);
    if (letter == '|') {
      endAlternative();
      return at + 1;
    }
    if (letter == '(' || letter == '[') {
      endRun();
      return afterGroup(at);
    }
    if (QUANTIFIERS.indexOf(letter) >= 0) {
      run.setLength(Math.max(0, run.length() - 1));
      endRun();
      return letter == '{' ? after('}', at) : at + 1;
    }
    if (SIGNS.indexOf(letter) >= 0) {
      endRun();
      return at + 1;
    }
    if (letter == '\\') {
      return escaped(at);
    }
    run.append(letter);
    return at + 1;
  }

  private int escaped(int at) {
    if (at + 1 < expression.length() && !Character.isLetterOrDigit(expression.charAt(at + 1))) {
      run.append(expression.charAt(at + 1));
    } else {
      endRun();
    }
    return at + 2;
  }

  private int after(char sign, int at) {
    int end = expression.indexOf(sign, at);
    return end < 0 ? expression.length() : end + 1;
  }

  /** Behind the bracket that closes this one. */
  private int afterGroup(int start) {
    int depth = 0;
    boolean inClass = false;
    for (int at = start; at < expression.length(); at++) {
      char letter = expression.charAt(at);
      if (letter == '\\') {
        at++;
      } else if (inClass) {
        inClass = letter != ']';
      } else if (letter == '[') {
        inClass = true;
      } else if (letter == '(') {
        depth++;
      } else if (letter == ')') {
        depth--;
      }
      if (depth == 0 && !inClass) {
        return at + 1;
      }
    }
    return expression.length();
  }

  private void endRun() {
    if (run.length() > longest.length()) {
      longest = run.toString();
    }
    run.setLength(0);
  }

  private void endAlternative() {
    endRun();
    found.add(longest);
    longest = "";
  }
}
