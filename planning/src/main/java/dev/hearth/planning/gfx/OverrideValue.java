package dev.hearth.planning.gfx;

import dev.hearth.planning.Version;
import java.util.List;
import java.util.Optional;

/**
 * A value of {@code HSA_OVERRIDE_GFX_VERSION}: three decimal numbers. In any other form ROCm finds
 * no GPU at all.
 *
 * @param value as 11.0.0
 * @param target the target it stands for, as gfx1100
 */
public record OverrideValue(String value, String target) {
  /** The largest major, minor and stepping that the runtime takes (ROCr topology.c). */
  private static final int MOST_MAJOR = 63;

  private static final int MOST_OTHER = 255;

  /** Reads {@code 10.3.0}; empty where the runtime would refuse it. */
  public static Optional<OverrideValue> parse(String text) {
    return Version.parse(text)
        .filter(version -> version.toString().equals(text))
        .map(Version::numbers)
        .filter(OverrideValue::accepted)
        .map(numbers -> new OverrideValue(text, target(numbers)));
  }

  private static boolean accepted(List<Integer> numbers) {
    return numbers.size() == 3
        && numbers.get(0) <= MOST_MAJOR
        && numbers.get(1) <= MOST_OTHER
        && numbers.get(2) <= MOST_OTHER;
  }

  private static String target(List<Integer> numbers) {
    return "gfx"
        + numbers.get(0)
        + Integer.toHexString(numbers.get(1))
        + Integer.toHexString(numbers.get(2));
  }

  /** The major family of a target: 11 of gfx1103, 9 of gfx90a; empty where it is none. */
  public static Optional<Integer> major(String gfx) {
    if (!gfx.startsWith("gfx") || gfx.length() < 6 || gfx.length() > 9) {
      return Optional.empty();
    }
    return Version.parse(gfx.substring(3, gfx.length() - 2)).map(Version::major);
  }
}
