package dev.hearth.server.http;

import dev.hearth.server.settings.HttpSettings;
import dev.hearth.server.wire.Status;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Decides at the door who is let in: by the token, and never on behalf of another website. */
final class Guard {
  /** What Immich and health checks ask; they cannot be told a token. */
  private static final Set<String> WITHOUT_TOKEN = Set.of("/ping", "/predict", "/health");

  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";

  private final Optional<byte[]> token;
  private final boolean all;

  Guard(HttpSettings.Access access) {
    this.token = access.token().map(secret -> secret.value().getBytes(StandardCharsets.UTF_8));
    this.all = access.all();
  }

  /** Why a request is turned away. */
  record Refusal(Status status, String sentence) {}

  /** Empty where the request may go on. */
  Optional<Refusal> refusal(HttpRequest head, String path) {
    if (foreign(head)) {
      return Optional.of(
          new Refusal(Status.FORBIDDEN, "Another website may not use this server in your name"));
    }
    boolean needed = token.isPresent() && (all || !WITHOUT_TOKEN.contains(path));
    if (!needed || known(head)) {
      return Optional.empty();
    }
    return Optional.of(
        new Refusal(
            Status.UNAUTHORIZED,
            "This server wants its token: Authorization: Bearer TOKEN, or as a password"));
  }

  /**
   * A browser says where a page comes from that sends something; other programs do not. Another
   * site may link here, but neither post nor listen, which would keep the own page from it.
   */
  private static boolean foreign(HttpRequest head) {
    String method = head.method().name();
    boolean reads = method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
    if ("cross-site".equalsIgnoreCase(head.headers().get("Sec-Fetch-Site"))) {
      return !reads || !"navigate".equalsIgnoreCase(head.headers().get("Sec-Fetch-Mode"));
    }
    if (reads) {
      return false;
    }
    String origin = head.headers().get(HttpHeaderNames.ORIGIN);
    return origin != null && !authority(origin).equals(head.headers().get(HttpHeaderNames.HOST));
  }

  private static String authority(String origin) {
    try {
      return String.valueOf(URI.create(origin).getRawAuthority());
    } catch (IllegalArgumentException _) {
      return origin;
    }
  }

  /**
   * How a client is told to say the token: browsers ask a person for a password where a page is to
   * be shown, and the page asks by itself when it calls.
   */
  static String challenge(HttpRequest head) {
    String mode = head.headers().get("Sec-Fetch-Mode");
    return mode == null || mode.equalsIgnoreCase("navigate") ? "Basic" : "Bearer";
  }

  private boolean known(HttpRequest head) {
    String given = head.headers().get(HttpHeaderNames.AUTHORIZATION);
    if (given == null) {
      return false;
    }
    String scheme = given.toLowerCase(Locale.ROOT);
    if (scheme.startsWith(BEARER)) {
      return equal(given.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8));
    }
    return scheme.startsWith(BASIC) && password(given.substring(BASIC.length()).strip());
  }

  /** Browsers ask a person for name and password; any name will do. */
  private boolean password(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      return equal(pair.substring(pair.indexOf(':') + 1).getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** Takes as long for a near miss as for a far one. */
  private boolean equal(byte[] given) {
    return token.filter(wanted -> MessageDigest.isEqual(wanted, given)).isPresent();
  }
}
