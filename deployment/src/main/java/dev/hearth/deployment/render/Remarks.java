package dev.hearth.deployment.render;

import dev.hearth.planning.plan.Choice;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What files say to people: who wrote them, what for, how to undo, and why. */
final class Remarks {
  private static final int WIDTH = 90;

  private Remarks() {}

  /** What runs, and on what: Immich machine learning 3.1.0 on ROCm, pci-0000:c4:00.0. */
  static String subject(Plan plan) {
    String version = plan.service().version().map(it -> " " + it).orElse("");
    String on =
        plan.accelerators().isEmpty() ? "" : " (" + String.join(", ", plan.accelerators()) + ")";
    return oneLine(plan.service().title() + version + " on " + plan.backend().label() + on);
  }

  /**
   * The lines a file begins with.
   *
   * @param use where it goes and how it is started
   * @param undo how it is undone by hand; commands, after the sentence
   */
  static List<String> heading(Plan plan, List<String> use, List<String> undo) {
    List<String> lines = new ArrayList<>(wrapped("Written by Hearth: " + subject(plan) + "."));
    use.forEach(line -> lines.addAll(wrapped(line)));
    lines.addAll(
        wrapped(
            String.format(
                Locale.ROOT,
                "To undo: hearth rollback %s, if hearth up put it here; by hand:",
                oneLine(plan.service().id()))));
    undo.forEach(line -> lines.addAll(wrapped("  " + line)));
    return lines;
  }

  /** Why something was chosen, where the plan says so. */
  static Optional<String> reason(Plan plan, String what) {
    return plan.choices().stream()
        .filter(choice -> choice.what().equals(what))
        .map(Choice::reason)
        .filter(reason -> !reason.isBlank())
        .findFirst();
  }

  /** Comments for a file that has no place beside its variables. */
  static List<String> variables(Plan plan) {
    return plan.environment().stream()
        .filter(variable -> !variable.reason().isBlank())
        .flatMap(variable -> wrapped(because(variable)).stream())
        .toList();
  }

  private static String because(Variable variable) {
    return variable.name() + ": " + variable.reason();
  }

  /** A text as comment lines; what it holds can neither end the comment nor go on behind it. */
  static List<String> wrapped(String text) {
    String indent = text.startsWith("  ") ? "  " : "";
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("#").append(indent);
    for (String word : oneLine(text).split(" ", -1)) {
      if (line.length() + word.length() >= WIDTH && line.length() > indent.length() + 1) {
        lines.add(line.toString());
        line = new StringBuilder("#").append(indent);
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** Without line breaks, control characters and a last backslash. */
  static String oneLine(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints().map(letter -> shown(letter) ? letter : ' ').forEach(plain::appendCodePoint);
    return plain.toString().replaceAll(" +", " ").replaceAll("[\\\\ ]+$", "").strip();
  }

  private static boolean shown(int letter) {
    return switch (Character.getType(letter)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.FORMAT ->
          false;
      default -> true;
    };
  }
}
