package dev.hearth.server.http;

import dev.hearth.server.settings.HttpSettings;
import dev.hearth.server.wire.Status;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides at the door who is let in: by the token, and never on behalf of another website. */
final class Guard {
  /** What Immich and health checks ask; they cannot be told a token, and come by any name. */
  private static final Set<String> OPEN = Set.of("/ping", "/predict", "/health");

  private static final Pattern ADDRESS = Pattern.compile("\\d+(\\.\\d+){3}|\\[[0-9a-f:.%]+]");
  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";

  private final Optional<byte[]> token;
  private final boolean all;
  private final boolean local;

  Guard(HttpSettings settings) {
    HttpSettings.Access access = settings.access();
    this.token = access.token().map(secret -> secret.value().getBytes(StandardCharsets.UTF_8));
    this.all = access.all();
    this.local = token.isEmpty() && loopback(settings.host());
  }

  /** Why a request is turned away. */
  record Refusal(Status status, String sentence) {}

  /** Empty where the request may go on. */
  Optional<Refusal> refusal(HttpRequest head, String path) {
    if (foreign(head)) {
      return Optional.of(
          new Refusal(Status.FORBIDDEN, "Another website may not use this server in your name"));
    }
    if (local && !OPEN.contains(path) && !ownName(head.headers().get(HttpHeaderNames.HOST))) {
      return Optional.of(
          new Refusal(
              Status.FORBIDDEN,
              "This server answers to localhost and 127.0.0.1; set a token to use another name"));
    }
    boolean needed = token.isPresent() && (all || !OPEN.contains(path));
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

  /**
   * A website can let its own name point at this machine, and is then of one origin with the page.
   * What it cannot have is an address for a name, or one that ends as localhost.
   */
  private static boolean ownName(@Nullable String host) {
    if (host == null) {
      return true;
    }
    String name = host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || ADDRESS.matcher(name).matches();
  }

  private static boolean loopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
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
