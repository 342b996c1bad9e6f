package dev.hearth.deployment.manager;

import dev.hearth.machine.Finished;
import java.util.List;

/** What a program said of its failure, in the few words a person needs. Pure. */
final class Said {
  private static final int MOST_LINES = 3;
  private static final int LONGEST = 600;

  private Said() {}

  /** The words of a program that failed: its own lines of errors, else its last ones. */
  static String of(Finished finished) {
    String words = of(finished.stderr().isBlank() ? finished.stdout() : finished.stderr());
    return words.isEmpty() ? "it ended with " + finished.exitCode() + " and said nothing" : words;
  }

  /** The lines that begin with an error; else the last three. */
  static String of(String text) {
    List<String> lines =
        LogText.plain(text.lines().toList()).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
    List<String> errors = lines.stream().filter(Said::isError).distinct().toList();
    List<String> chosen = errors.isEmpty() ? lines : errors;
    String words =
        String.join("; ", chosen.subList(Math.max(0, chosen.size() - MOST_LINES), chosen.size()));
    return words.length() > LONGEST ? "…" + words.substring(words.length() - LONGEST) : words;
  }

  private static boolean isError(String line) {
    return line.startsWith("Error") || line.startsWith("error") || line.startsWith("Failed");
  }
}
