package dev.hearth.inference.store;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * GET requests to the hub: redirects followed by hand, because the token may go to the hub's own
 * host only; statuses sorted into answers, reasons to try again, and problems.
 */
final class HubHttp {
  private static final int MOST_REDIRECTS = 8;

  private final HubSettings settings;
  private @Nullable HttpClient client;

  HubHttp(HubSettings settings) {
    this.settings = settings;
  }

  /**
   * A good answer, its body unread.
   *
   * @param status 200, 206 or 416
   * @param said what the hub's own headers say about the file
   * @param range the {@code Content-Range}, empty where there is none
   * @param body ends with an exception when no byte comes for too long
   */
  record Answer(int status, Expected said, String range, InputStream body) {}

  /**
   * Asks once.
   *
   * @param what the repository, for messages
   * @param from first byte wanted
   * @throws IOException worth another try
   * @throws ProblemException not worth one
   */
  Answer open(URI address, String what, long from) throws IOException {
    URI next = address;
    Expected said = Expected.NOTHING;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpResponse<InputStream> response = send(next, from);
      int status = response.statusCode();
      if (hop == 0) {
        said = said(response);
      }
      if (status == 200 || status == 206 || status == 416) {
        String range = response.headers().firstValue("content-range").orElse("");
        InputStream body = new StallGuard(response.body(), settings.patience().stall());
        return new Answer(status, said, range, body);
      }
      response.body().close();
      Optional<String> location = response.headers().firstValue("location");
      if (status / 100 != 3 || location.isEmpty()) {
        throw refused(response, what);
      }
      next = redirected(next, location.get());
    }
    throw new IOException("more than " + MOST_REDIRECTS + " redirects from " + address.getHost());
  }

  private HttpResponse<InputStream> send(URI address, long from) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(settings.patience().answer())
            .header("User-Agent", "hearth")
            .header("Accept-Encoding", "identity");
    if (sameOrigin(address, settings.endpoint())) {
      settings.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    }
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    try {
      return client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException interrupted) {
      throw Trouble.stopped(interrupted);
    }
  }

  /** Made at the first request: an engine that has its models never needs it. */
  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(settings.patience().connect())
              .build();
    }
    return client;
  }

  private static URI redirected(URI from, String location) throws IOException {
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException malformed) {
      throw new IOException("a redirect to no address: " + location, malformed);
    }
    boolean downgrade = "https".equals(from.getScheme()) && !"https".equals(to.getScheme());
    if (downgrade || to.getHost() == null) {
      throw new IOException("a redirect from https to " + to.getScheme() + " is not followed");
    }
    return to;
  }

  static boolean sameOrigin(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  private static int port(URI address) {
    boolean implied = address.getPort() < 0;
    return implied ? ("https".equals(address.getScheme()) ? 443 : 80) : address.getPort();
  }

  private IOException refused(HttpResponse<?> response, String what) {
    int status = response.statusCode();
    String evidence = response.uri().getHost() + " answered " + status;
    if (status == 429 || status == 408 || status >= 500) {
      return new TryAgain(evidence, retryAfter(response));
    }
    throw new ProblemException(
        switch (status) {
          case 401, 404 -> absent(what, evidence, status);
          case 403 ->
              new Problem(
                  Problem.Kind.UNAVAILABLE,
                  "The hub does not let us have " + what,
                  evidence,
                  "Accept the model's terms on its page and set HF_TOKEN to a token of that"
                      + " account.");
          default ->
              new Problem(
                  Problem.Kind.UNAVAILABLE,
                  "The hub refused to give " + what,
                  evidence,
                  "Check HF_ENDPOINT, or copy the model's folder into the store.");
        });
  }

  /** The hub answers 401, not 404, for repositories that do not exist when no token is sent. */
  private Problem absent(String what, String evidence, int status) {
    boolean known = settings.token().isPresent();
    String hint =
        status == 404
            ? "Check the name and the revision."
            : known ? "Check the name, and HF_TOKEN." : "Check the name; if private, set HF_TOKEN.";
    return new Problem(
        Problem.Kind.NOT_FOUND,
        "The hub has no " + what + " at revision " + settings.revision(),
        evidence,
        hint);
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response.headers().firstValue("retry-after").flatMap(HubHttp::pause);
  }

  /** Seconds, or a date. */
  static Optional<Duration> pause(String retryAfter) {
    if (retryAfter.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)));
    }
    try {
      DateTimeFormatter format = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);
      ZonedDateTime then = ZonedDateTime.parse(retryAfter, format);
      Duration wait = Duration.between(ZonedDateTime.now(then.getZone()), then);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  /** Only the hub's own headers: a content server's entity tags follow other rules. */
  private static Expected said(HttpResponse<?> response) {
    Optional<String> linked = response.headers().firstValue("x-linked-etag");
    Optional<String> own =
        response.headers().firstValue("etag").filter(_ -> response.statusCode() / 100 == 2);
    OptionalLong size =
        response
            .headers()
            .firstValue("x-linked-size")
            .filter(text -> text.matches("[0-9]{1,18}"))
            .map(text -> OptionalLong.of(Long.parseLong(text)))
            .orElse(OptionalLong.empty());
    Expected tag = linked.or(() -> own).map(Expected::ofTag).orElse(Expected.NOTHING);
    return new Expected(size, tag.sha256(), tag.gitBlob());
  }

  /** A trouble that may pass. */
  static final class TryAgain extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Optional<Duration> after;

    TryAgain(String why, Optional<Duration> after) {
      super(why);
      this.after = after;
    }

    /** How long the hub asks to wait. */
    Optional<Duration> after() {
      return after;
    }
  }
}
