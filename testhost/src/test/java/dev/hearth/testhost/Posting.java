package dev.hearth.testhost;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A client that posts a photo while something happens to the service. */
final class Posting {
  /** Where the photo lies in the test host. */
  static final String PHOTO = "/opt/photo.jpg";

  private static final Pattern SUMMARY =
      Pattern.compile("answered=(\\d+) refused=(\\d+) busy=(\\d+) lost=(\\d+) gap=(\\d+)");

  private final Beside client;

  private Posting(Beside client) {
    this.client = client;
  }

  /**
   * What became of the posts.
   *
   * @param answered with 200
   * @param refused because nobody listened
   * @param busy told to come again
   * @param lost taken, and then without a good answer
   * @param gapMillis the longest time without a ping's answer
   * @param said everything the client said
   */
  record Fates(int answered, int refused, int busy, int lost, long gapMillis, String said) {
    String summary() {
      return "answered " + answered + ", refused " + refused + ", busy " + busy + ", lost " + lost;
    }
  }

  static Posting start(TestHost host, int port) {
    host.copy(TestHost.ROOT.resolve("testhost/src/test/resources/photos/astronaut.jpg"), PHOTO);
    return new Posting(
        host.start(
            "posting-client",
            "java",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            TestHost.CLASSES.toString(),
            PostingClient.class.getName(),
            Integer.toString(port),
            PHOTO));
  }

  /** Ends it, after the request that is under way. */
  Fates end() {
    String said = client.end();
    MatchResult found =
        SUMMARY
            .matcher(said)
            .results()
            .findFirst()
            .orElseThrow(() -> new AssertionError("the client said:\n" + said));
    return new Fates(
        number(found, 1),
        number(found, 2),
        number(found, 3),
        number(found, 4),
        number(found, 5),
        said);
  }

  private static int number(MatchResult found, int group) {
    return Integer.parseInt(found.group(group));
  }
}
