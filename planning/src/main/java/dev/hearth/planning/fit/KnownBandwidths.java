package dev.hearth.planning.fit;

import dev.hearth.machine.Reading;
import dev.hearth.planning.fit.Tables.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Memory bandwidths of graphics cards by their name, from {@code bandwidths.yaml}: maker's peak
 * figures, bytes a second. An integrated device has the bandwidth of the memory that was built in,
 * which its name does not tell, but where memory is soldered in one way only.
 */
public final class KnownBandwidths {
  private static final long GIGA = 1_000_000_000;

  /** Words after which a name means another, faster or slower product. */
  private static final Set<String> OTHERS =
      Set.of("xt", "xtx", "gre", "ti", "super", "m", "s", "d", "laptop", "mobile", "max", "pro");

  private KnownBandwidths() {}

  /** The bandwidth of the product of that name; unknown when the name fits none, or several. */
  public static Reading<Long> of(String name) {
    if (name.contains("/")) {
      return Reading.unknown(name + " stands for several products of different bandwidth");
    }
    List<String> words = words(name);
    long best = 0;
    int longest = 0;
    for (Row row : Tables.load("bandwidths.yaml")) {
      List<String> product = words(row.text("product"));
      if (product.size() > longest && names(words, product)) {
        longest = product.size();
        best = row.number("gigabytes_per_second") * GIGA;
      }
    }
    return longest == 0
        ? Reading.unknown("the memory bandwidth of " + name + " is not in our table")
        : Reading.known(best);
  }

  private static boolean names(List<String> words, List<String> product) {
    for (int at = 0; at + product.size() <= words.size(); at++) {
      int past = at + product.size();
      if (words.subList(at, past).equals(product)) {
        return past == words.size() || !OTHERS.contains(words.get(past));
      }
    }
    return false;
  }

  private static List<String> words(String name) {
    return Arrays.stream(name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
