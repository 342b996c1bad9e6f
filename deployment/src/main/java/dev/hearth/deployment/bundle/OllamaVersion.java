package dev.hearth.deployment.bundle;

import dev.hearth.planning.Version;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of Ollama.
 *
 * @param text as its images are tagged: 0.12.3, 0.33.0-rc2
 * @param number what of it can be compared
 */
public record OllamaVersion(String text, Version number) {
  private static final String VERSION = "v?(\\d+(?:\\.\\d+){1,3}(?:-[A-Za-z0-9]+(?:\\.[0-9]+)?)?)";

  /**
   * What the program says of itself. It stands beside the server's version where the two differ,
   * and alone where no server answers; then it is the one that counts, since its folder is meant.
   */
  private static final Pattern CLIENT = Pattern.compile("client version is " + VERSION);

  private static final Pattern SERVER = Pattern.compile("ollama version is " + VERSION);
  private static final Pattern ANSWER = Pattern.compile("\"version\"\\s*:\\s*\"" + VERSION + "\"");
  private static final Pattern ALONE = Pattern.compile("\\s*" + VERSION + "\\s*");

  /** What a program says that was built without a version. */
  private static final String UNSET = "0.0.0";

  /**
   * Reads what {@code ollama -v} prints on both its streams, or what {@code /api/version} answers,
   * or the version alone.
   */
  public static Optional<OllamaVersion> parse(String said) {
    return first(CLIENT, said)
        .or(() -> first(SERVER, said))
        .or(() -> first(ANSWER, said))
        .or(() -> ALONE.matcher(said).matches() ? first(ALONE, said) : Optional.empty())
        .filter(text -> !text.equals(UNSET))
        .flatMap(text -> Version.parse(text).map(number -> new OllamaVersion(text, number)));
  }

  private static Optional<String> first(Pattern pattern, String said) {
    Matcher matcher = pattern.matcher(said);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
