package dev.hearth.inference.store;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where models are pulled from.
 *
 * @param endpoint the hub; default {@code https://huggingface.co}
 * @param token sent to the endpoint's own host only
 * @param offline whether the network is not to be used
 * @param organization the owner of Immich's models on the hub
 * @param revision branch, tag or commit
 * @param patience how long to wait and how often to try
 */
public record HubSettings(
    URI endpoint,
    Optional<String> token,
    boolean offline,
    String organization,
    String revision,
    Patience patience) {
  public static final HubSettings DEFAULT = of(Map.of());

  private static final Set<String> YES = Set.of("1", "on", "yes", "true");

  public HubSettings {
    Layout.checkRevision(revision);
    if (endpoint.getHost() == null || !Set.of("http", "https").contains(endpoint.getScheme())) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.BAD_SETTING,
              "The hub's address is not one of http or https",
              endpoint.toString(),
              "Set HF_ENDPOINT to an address such as https://huggingface.co."));
    }
  }

  /**
   * The settings that environment variables make: {@code HF_ENDPOINT}, {@code HF_TOKEN}, {@code
   * HF_HUB_OFFLINE}, {@code HF_HUB_DOWNLOAD_TIMEOUT} (seconds without a byte), {@code
   * MACHINE_LEARNING_MODEL_ORGANIZATION} and {@code MACHINE_LEARNING_MODEL_REVISION}.
   */
  public static HubSettings of(Map<String, String> environment) {
    return new HubSettings(
        address(value(environment, "HF_ENDPOINT").orElse("https://huggingface.co")),
        value(environment, "HF_TOKEN").or(() -> value(environment, "HUGGING_FACE_HUB_TOKEN")),
        value(environment, "HF_HUB_OFFLINE")
            .filter(word -> YES.contains(word.toLowerCase(Locale.ROOT)))
            .isPresent(),
        value(environment, "MACHINE_LEARNING_MODEL_ORGANIZATION").orElse("immich-app"),
        value(environment, "MACHINE_LEARNING_MODEL_REVISION").orElse(Layout.MAIN),
        Patience.DEFAULT.withStall(
            value(environment, "HF_HUB_DOWNLOAD_TIMEOUT")
                .map(HubSettings::seconds)
                .orElse(Patience.DEFAULT.stall())));
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static URI address(String text) {
    try {
      return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    } catch (IllegalArgumentException malformed) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.BAD_SETTING,
              "The hub's address cannot be read",
              String.valueOf(malformed.getMessage()),
              "Set HF_ENDPOINT to an address such as https://huggingface.co."),
          malformed);
    }
  }

  private static Duration seconds(String text) {
    if (!text.matches("[1-9][0-9]{0,5}")) {
      throw new ProblemException(
          Problem.Kind.BAD_SETTING,
          "HF_HUB_DOWNLOAD_TIMEOUT is not a number of seconds: " + text,
          "Set it to a whole number, for example 60.");
    }
    return Duration.ofSeconds(Long.parseLong(text));
  }

  /** Without the token. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "HubSettings[%s, token %s, offline=%s, %s@%s]",
        endpoint,
        token.isPresent() ? "set" : "not set",
        offline,
        organization,
        revision);
  }

  /**
   * How long to wait and how often to try.
   *
   * @param connect for a connection
   * @param answer for the first byte of an answer
   * @param stall for the next byte of a file
   * @param attempts tries in a row without any progress
   * @param firstPause before the second try; doubles each time
   * @param longestPause also the longest that {@code Retry-After} is obeyed
   */
  public record Patience(
      Duration connect,
      Duration answer,
      Duration stall,
      int attempts,
      Duration firstPause,
      Duration longestPause) {
    public static final Patience DEFAULT =
        new Patience(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            5,
            Duration.ofMillis(500),
            Duration.ofSeconds(60));

    Patience withStall(Duration other) {
      return new Patience(connect, answer, other, attempts, firstPause, longestPause);
    }

    /** The pause before try number {@code failures + 1}. */
    Duration pause(int failures) {
      Duration pause = firstPause.multipliedBy(1L << Math.clamp(failures - 1L, 0, 16));
      return pause.compareTo(longestPause) > 0 ? longestPause : pause;
    }
  }
}
