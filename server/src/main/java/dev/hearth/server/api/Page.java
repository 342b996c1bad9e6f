package dev.hearth.server.api;

import dev.hearth.server.http.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** {@code GET /}: a page for people, one line of JSON for Immich and other machines. */
final class Page {
  private static final String FOR_MACHINES = "{\"message\":\"Immich ML\"}";
  private static final Answer.Header VARY = new Answer.Header("Vary", "Accept");

  /** The page loads nothing from elsewhere, and what it draws stays in the browser. */
  private static final Answer.Header POLICY =
      new Answer.Header(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'self'; script-src 'self'; img-src blob: data:;"
              + " connect-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'");

  private static final Answer.Header NO_SNIFFING =
      new Answer.Header("X-Content-Type-Options", "nosniff");
  private static final Answer.Header NO_REFERRER =
      new Answer.Header("Referrer-Policy", "no-referrer");

  /** After an update the page is the new one. */
  private static final Answer.Header ASK_AGAIN = new Answer.Header("Cache-Control", "no-cache");

  private static final String SCRIPT = "text/javascript; charset=utf-8";

  /** What the page loads from here, with the type of each. */
  static final Map<String, String> PARTS =
      Map.of(
          "/ui/page.css", "text/css; charset=utf-8",
          "/ui/page.js", SCRIPT,
          "/ui/live.js", SCRIPT,
          "/ui/photos.js", SCRIPT,
          "/ui/server.js", SCRIPT);

  private final byte[] html = read("page.html");
  private final Map<String, Answer> parts = new HashMap<>();

  Page() {
    PARTS.forEach((path, type) ->
        parts.put(
            path,
            Answer.bytes(
                200, type, read(path.substring("/ui/".length())), NO_SNIFFING, ASK_AGAIN)));
  }

  Answer root(Optional<String> accept) {
    return accept.filter(Page::prefersHtml).isPresent()
        ? html()
        : Answer.json(200, Answer.text(200, FOR_MACHINES).body(), VARY);
  }

  Answer html() {
    return Answer.bytes(
        200, "text/html; charset=utf-8", html, VARY, POLICY, NO_SNIFFING, NO_REFERRER, ASK_AGAIN);
  }

  /** One of {@link #PARTS}. */
  Answer part(String path) {
    return Objects.requireNonNull(parts.get(path), path);
  }

  /** Browsers name text/html; what only takes anything is a machine. */
  static boolean prefersHtml(String accept) {
    double html = quality(accept, "text/html");
    return html > 0 && html >= quality(accept, "application/json");
  }

  private static double quality(String accept, String type) {
    for (String range : accept.split(",", -1)) {
      String[] parts = range.split(";", -1);
      if (parts[0].strip().equalsIgnoreCase(type)) {
        return quality(parts);
      }
    }
    return 0;
  }

  private static double quality(String[] parts) {
    for (String part : parts) {
      String parameter = part.strip();
      if (parameter.startsWith("q=")) {
        return parameter.matches("q=[01](\\.[0-9]{0,3})?")
            ? Double.parseDouble(parameter.substring(2))
            : 0;
      }
    }
    return 1;
  }

  private static byte[] read(String name) {
    try (InputStream in = Page.class.getResourceAsStream("/dev/hearth/server/ui/" + name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
