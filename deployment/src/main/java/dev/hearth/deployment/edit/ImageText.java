package dev.hearth.deployment.edit;

import dev.hearth.deployment.compose.Interpolation;
import dev.hearth.deployment.compose.Spellings;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.service.BackendSupport;
import dev.hearth.planning.service.ServiceDescription;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes another image where a file names one, in the file's own way of writing it. */
record ImageText(Path path, String written, Optional<String> present, ServiceDescription service) {
  private static final String VERSION = "{version}";

  /**
   * The new text.
   *
   * @throws ProblemException where a variable decides what would have to change
   */
  String naming(String wanted) {
    return Interpolation.variable(written) ? withVariables(wanted) : literal(wanted);
  }

  private String literal(String wanted) {
    if (!sameRepository(written, wanted)) {
      return wanted;
    }
    return tag(written).equals(tag(wanted))
        ? written
        : Spellings.untagged(written) + Spellings.tag(wanted);
  }

  private String withVariables(String wanted) {
    Optional<String> now = present.or(() -> new Interpolation(Map.of()).resolve(written));
    if (now.isEmpty() || !sameRepository(now.get(), wanted)) {
      return wanted;
    }
    String suffix = suffix(tag(now.get()));
    String next = suffix(tag(wanted));
    boolean sameVersion = base(tag(now.get()), suffix).equals(base(tag(wanted), next));
    if (!sameVersion) {
      return wanted;
    }
    if (!written.endsWith(suffix)) {
      throw decidedByVariable(suffix, next);
    }
    return base(written, suffix) + next;
  }

  private ProblemException decidedByVariable(String suffix, String next) {
    return new ProblemException(
        new Problem(
            Problem.Kind.UNPROCESSABLE,
            "A variable in " + path + " decides which variant of the image runs",
            "image: " + written + " comes out as …" + suffix,
            next.isEmpty()
                ? "Take " + suffix + " out of the variable's value, in .env for example."
                : "Write " + next + " for " + suffix + " in the variable, in .env for example."));
  }

  private static boolean sameRepository(String one, String other) {
    return Spellings.repository(one).equals(Spellings.repository(other));
  }

  private static String tag(String image) {
    String tag = Spellings.tag(image);
    return tag.isEmpty() ? ":latest" : tag;
  }

  private static String base(String text, String suffix) {
    return text.substring(0, text.length() - suffix.length());
  }

  /** What tells the variant at the end of a tag, as -rocm; the longest that fits. */
  private String suffix(String tag) {
    return suffixes().stream()
        .filter(tag::endsWith)
        .max(Comparator.comparingInt(String::length))
        .orElse("");
  }

  private List<String> suffixes() {
    return service.backends().stream()
        .map(BackendSupport::image)
        .flatMap(Optional::stream)
        .filter(image -> image.contains(VERSION))
        .map(image -> image.substring(image.indexOf(VERSION) + VERSION.length()))
        .toList();
  }
}
