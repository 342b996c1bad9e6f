package dev.hearth.planning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A version of numbers with points between: 0.12.4, 550.163.01, a compute capability 8.9.
 *
 * @param numbers the parts, most significant first
 */
public record Version(List<Integer> numbers) implements Comparable<Version> {
  private static final int MOST_PARTS = 6;
  private static final int LONGEST_PART = 9;

  public Version {
    numbers = List.copyOf(numbers);
  }

  /**
   * Reads the numbers at the start of a text, after a {@code v} if there is one: 6.12.48 of {@code
   * 6.12.48-amd64}, 3.1.0 of {@code v3.1.0}.
   */
  public static Optional<Version> parse(String text) {
    List<Integer> numbers = new ArrayList<>();
    int at = text.startsWith("v") ? 1 : 0;
    while (at < text.length() && numbers.size() < MOST_PARTS) {
      int end = at;
      while (end < text.length() && isDigit(text.charAt(end))) {
        end++;
      }
      if (end == at || end - at > LONGEST_PART) {
        break;
      }
      numbers.add(Integer.parseInt(text.substring(at, end)));
      if (end >= text.length() || text.charAt(end) != '.') {
        break;
      }
      at = end + 1;
    }
    return numbers.isEmpty() ? Optional.empty() : Optional.of(new Version(numbers));
  }

  private static boolean isDigit(char letter) {
    return letter >= '0' && letter <= '9';
  }

  public boolean atLeast(Version other) {
    return compareTo(other) >= 0;
  }

  public boolean olderThan(Version other) {
    return compareTo(other) < 0;
  }

  /** The first number. */
  public int major() {
    return numbers.isEmpty() ? 0 : numbers.getFirst();
  }

  @Override
  public int compareTo(Version other) {
    int length = Math.max(numbers.size(), other.numbers.size());
    for (int index = 0; index < length; index++) {
      int order = Integer.compare(part(index), other.part(index));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private int part(int index) {
    return index < numbers.size() ? numbers.get(index) : 0;
  }

  @Override
  public String toString() {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining("."));
  }
}
