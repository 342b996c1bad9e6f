package dev.hearth.server.api;

import dev.hearth.server.http.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** {@code GET /}: a page for people, one line of JSON for Immich and other machines. */
final class Page {
  private static final String FOR_MACHINES = "{\"message\":\"Immich ML\"}";
  private static final Answer.Header VARY = new Answer.Header("Vary", "Accept");

  /** The page loads nothing from elsewhere, and what it draws stays in the browser. */
  private static final Answer.Header POLICY =
      new Answer.Header(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
              + " img-src blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'");

  private final byte[] html = read();

  Answer root(Optional<String> accept) {
    return accept.filter(Page::prefersHtml).isPresent()
        ? html()
        : Answer.json(200, Answer.text(200, FOR_MACHINES).body(), VARY);
  }

  Answer html() {
    return Answer.bytes(200, "text/html; charset=utf-8", html, VARY, POLICY);
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

  private static byte[] read() {
    try (InputStream in = Page.class.getResourceAsStream("/dev/hearth/server/page.html")) {
      if (in == null) {
        throw new IllegalStateException("page.html is missing from the build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
