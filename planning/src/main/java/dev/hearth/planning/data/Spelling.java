package dev.hearth.planning.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Which known name was meant: as few letters apart as a slip of the pen. */
final class Spelling {
  /** Longer names are not compared: the work grows with the square of the length. */
  private static final int LONGEST = 60;

  private Spelling() {}

  /** "; did you mean {@code near}?", or nothing where no name is near. */
  static String question(String name, Collection<String> known) {
    return nearest(name, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  static Optional<String> nearest(String name, Collection<String> known) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    String wanted = name.toLowerCase(Locale.ROOT);
    int most = Math.max(1, name.length() / 3);
    return known.stream()
        .filter(each -> distance(wanted, each.toLowerCase(Locale.ROOT)) <= most)
        .min(Comparator.comparingInt(each -> distance(wanted, each.toLowerCase(Locale.ROOT))));
  }

  /** Letters to insert, delete or replace (Levenshtein). */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int column = 0; column < row.length; column++) {
      row[column] = column;
    }
    for (int line = 1; line <= one.length(); line++) {
      int diagonal = row[0];
      row[0] = line;
      for (int column = 1; column < row.length; column++) {
        int above = row[column];
        int replaced = diagonal + (one.charAt(line - 1) == other.charAt(column - 1) ? 0 : 1);
        row[column] = Math.min(replaced, Math.min(above, row[column - 1]) + 1);
        diagonal = above;
      }
    }
    return row[other.length()];
  }
}
